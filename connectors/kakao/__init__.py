"""KakaoTalk: the skill server of a chatbot channel (SkillPayload in, SkillResponse v2.0 out)."""
