"""Settings, all from the environment; docs/deploy.md names each."""

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _folder() -> Path:
    return Path(os.environ.get("MAATSTAF_FOLDER", ROOT / "instance")).resolve()


@dataclass(frozen=True)
class Config:
    """`folder` holds what is not in the database: the master key and, by default, SQLite and mail."""

    folder: Path = field(default_factory=_folder)
    database_url: str = field(default_factory=lambda: os.environ.get("MAATSTAF_DATABASE_URL", ""))
    mail: str = field(default_factory=lambda: os.environ.get("MAATSTAF_MAIL", ""))
    base_url: str = field(default_factory=lambda: os.environ.get("MAATSTAF_BASE_URL", "http://localhost:8080"))
    has_worker: bool = field(default_factory=lambda: os.environ.get("MAATSTAF_WORKER", "embedded") == "embedded")
    is_demo: bool = field(default_factory=lambda: os.environ.get("MAATSTAF_DEMO", "") == "1")
    trusted_proxies: int = field(default_factory=lambda: int(os.environ.get("MAATSTAF_PROXIES", "0")))

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.folder / 'maatstaf.sqlite'}"

    @property
    def mail_to(self) -> str:
        return self.mail or str(self.folder / "mail")

    @property
    def keeps_mail(self) -> bool:
        """Whether mail stays here though nobody chose that."""
        return not self.mail and not self.is_demo

    @property
    def master_key_path(self) -> Path:
        return Path(os.environ.get("MAATSTAF_MASTER_KEY_FILE", self.folder / "master.key"))
