"""A site's folder as a whole: its settings, its lock, its build, and what changed since the last one."""
