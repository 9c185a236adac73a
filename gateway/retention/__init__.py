"""How long things are kept, and the chore that destroys what is older, with proof."""
