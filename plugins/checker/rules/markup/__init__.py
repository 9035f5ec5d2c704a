"""Rules about the Markdown of a text: headings, links, lists, pictures, comments, HTML."""
