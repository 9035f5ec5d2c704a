"""What this program needs of the computer: files replaced in one step or several changed as a whole, locks that
processes share, unsaved work that is kept, digests of files and values, other processes, and how far a task is.
Imports nothing else of this project."""
