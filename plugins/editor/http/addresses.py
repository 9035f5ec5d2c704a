"""The addresses below which the editor is served."""

EDITOR = "/~editor"
