from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from sapa.base.permissions import Role
from sapa.base.tenancy import TenantModel, public_id, tenant_key


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in; belongs to workspaces through memberships. Global, not of one workspace."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(max_length=8, default="id")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


class Workspace(models.Model):
    """One shop or company: the border no row crosses. Seen only in its own scope or by its members."""

    public_id = public_id()
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=64, default="Asia/Jakarta")
    country = models.CharField(max_length=2, default="ID")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(TenantModel):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="membership_once")]


class SettingsVersion(TenantModel):
    """One version of the workspace's settings (policy, recipes, mapping …); the newest number is in force."""

    number = models.PositiveIntegerField()
    data = models.JSONField()
    author = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "number"], name="settings_number")]


class AuditEntry(TenantModel):
    """Who did what to which object, without personal data."""

    at = models.DateTimeField()
    user = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "-at"], name="audit_recent")]


class Holiday(TenantModel):
    """A day off as this workspace knows it; wins over the frozen table of `domain/holidays`.

    A removed day of the table stays here as inactive, so that an upgrade does not bring it back.
    """

    class Kind(models.TextChoices):
        NATIONAL = "national"
        CUTI_BERSAMA = "cuti_bersama"
        REGIONAL = "regional"

    class Status(models.TextChoices):
        CERTAIN = "certain"
        ESTIMATED = "estimated"

    class Source(models.TextChoices):
        PACKAGE = "package"
        IMPORT = "import"
        PERSON = "person"

    day = models.DateField()
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=12, choices=Kind)
    province = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120)
    status = models.CharField(max_length=9, choices=Status, default=Status.CERTAIN)
    source = models.CharField(max_length=7, choices=Source, default=Source.PERSON)
    active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "day", "country", "kind", "province"], name="holiday_once"
            )
        ]


class CalendarPeriod(TenantModel):
    """Ramadan or the days of Idul Fitri of one year, in place of the frozen table's."""

    class Kind(models.TextChoices):
        RAMADAN = "ramadan"
        LEBARAN = "lebaran"

    kind = models.CharField(max_length=7, choices=Kind)
    year = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    status = models.CharField(max_length=9, choices=Holiday.Status, default=Holiday.Status.CERTAIN)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "kind", "year"], name="period_once")]


class ApiKey(TenantModel):
    """With what a program calls the API. Only the SHA-256 of the key is kept; `prefix` tells keys apart.

    `minute`, `calls` and `last_used_at` are machine time; the calls are those of that minute.
    """

    public_id = public_id()
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    author = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["digest"], name="api_key_found")]

    def __str__(self) -> str:
        return self.name


class KeptAnswer(TenantModel):
    """What a call with an `Idempotency-Key` was answered, for a day; empty while the call runs."""

    api_key = tenant_key("accounts.ApiKey")
    name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    at = models.DateTimeField(help_text="machine time")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "api_key", "name"], name="kept_answer_once")
        ]


__all__ = [
    "ApiKey",
    "AuditEntry",
    "CalendarPeriod",
    "Holiday",
    "KeptAnswer",
    "Membership",
    "SettingsVersion",
    "User",
    "Workspace",
]
