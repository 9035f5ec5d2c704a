"""Files of `content/` in the editor: changed in place, saved without loss, merged, and their versions."""
