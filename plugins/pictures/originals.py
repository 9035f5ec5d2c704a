"""All picture files of a content folder, each examined once for as long as it stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from plugins.incremental.workers import shared_out
from plugins.pictures.known import Known
from plugins.pictures.naming import fingerprint
from plugins.pictures.original import BadPicture, Limits, Original, check_weight, examined
from plugins.pictures.renditions import recipe

Facts = tuple[int, int, bool]
# Below this many files to examine another process costs more than it saves.
WORTH_A_PROCESS = 3


class Originals:
    """Pictures by their path from the content folder, and what is wrong with those that cannot be shown."""

    def __init__(self, content: Path, known: Known, limits: Limits, workers: int) -> None:
        self.content, self.known, self.limits, self.workers = content, known, limits, workers
        self._sound: dict[str, Original] = {}
        self._problems: dict[str, str] = {}
        self._versions: dict[str, str] = {}

    def learn(self, images: Iterable[str]) -> None:
        """Examine those that this build has not met: unchanged ones by a look at their size and times."""
        unseen = [image for image in dict.fromkeys(images) if image not in self._sound and image not in self._problems]
        if not unseen:
            return
        digests = {image: digest for image in unseen if (digest := self._digest(image))}
        problems = self._examine({digest: image for image, digest in digests.items() if digest not in self.known.facts})
        for image, digest in digests.items():
            if digest in problems:
                self._problems[image] = problems[digest]
            else:
                self._sound[image] = Original(image, digest, *self.known.facts[digest])
        self.known.save()

    def _digest(self, image: str) -> str:
        try:
            file = self.content / image
            check_weight(file.stat().st_size, self.limits)
            return self.known.digest(file)
        except BadPicture as problem:
            self._problems[image] = str(problem)
        except OSError as error:
            self._problems[image] = f"cannot be read ({error.strerror}): check that it is there and may be read"
        return ""

    def _examine(self, new: dict[str, str]) -> dict[str, str]:
        """What is wrong with files that no build has met, by their digest; the facts of sound ones are kept."""
        problems: dict[str, str] = {}
        files = [self.content / image for image in new.values()]
        examine = partial(_examined, limits=self.limits)
        for digest, found in zip(new, shared_out(files, examine, self.workers, worth=WORTH_A_PROCESS), strict=True):
            if isinstance(found, str):
                problems[digest] = found
            else:
                self.known.facts[digest] = found
        return problems

    def problem(self, image: str) -> str:
        """What is wrong with a picture, in words that follow its name; "" where it can be shown."""
        self.learn([image])
        return self._problems.get(image, "")

    def sound(self, image: str) -> Original | None:
        """The picture, or None where it cannot be shown."""
        self.learn([image])
        return self._sound.get(image)

    def version(self, image: str) -> str:
        """Stands for the file as it is now and for what is made of it."""
        if image not in self._versions:
            self._versions[image] = self.problem(image) or fingerprint(self._sound[image], recipe())
        return self._versions[image]


def _examined(file: Path, limits: Limits) -> Facts | str:
    try:
        return examined(file, limits)
    except BadPicture as problem:
        return str(problem)
