"""What each line of a page is, decided over the whole page by weighted votes.

A rule gives a unit votes for roles, with reasons; `resolver` holds their order. Rules that look at the line, its
neighbours, the message and the second extraction come before the languages are assigned (`line_votes`,
`neighbour_votes`, `message_votes`, `second_extraction`), rules that look at its place after that (`place_votes`). For
each language the title is the line with which all its lines together have the highest score (`titles`), so that
"title" competes with every other role, and each decision has a margin. Last, the two texts are compared
(`both_texts`)."""
