"""Bid notices (공고) and the firms (기업) they fit."""
