"""Labels, dates and goals: lines that become fields of the header."""
