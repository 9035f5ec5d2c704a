"""The plugins of this site; `pelicanconf.py` names those that a build uses."""
