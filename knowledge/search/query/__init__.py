"""What a citizen typed, understood: wrong keyboard, initial consonants, slips, other languages, two questions."""
