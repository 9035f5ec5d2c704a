"""Where texts point: links and pictures, files that are published with texts, and old addresses."""
