import uuid

from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key

LONGEST_TITLE = 200
LONGEST_TEXT = 60_000


class Shelf(TenantModel):
    """The articles of a shop together: one row. `edition` is another after every change, so that each process knows
    when to read them anew. `is_open`: whether everybody may read the help page."""

    edition = models.UUIDField(default=uuid.uuid4)
    is_open = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace"], name="shelf_once")]


class Article(TenantModel):
    """What the shop says about one thing, in Markdown, as it is now. `code`: how it is cited and its address.

    `quotes`: settings and prices that the text names, as they were when somebody last looked. `removed_at`: taken
    away, its versions stay.
    """

    public_id = public_id()
    code = models.CharField(max_length=80)
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(max_length=LONGEST_TEXT)
    internal = models.BooleanField(default=False, help_text="for the team only, never told to customers")
    number = models.PositiveIntegerField(default=1, help_text="of the version in force")
    quotes = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    checked_at = models.DateTimeField(help_text="when somebody last said that it is right")
    removed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "code"], condition=models.Q(removed_at=None), name="article_code_once"
            )
        ]
        indexes = [models.Index(fields=["workspace", "-updated_at", "-id"], name="article_newest")]


class ArticleVersion(TenantModel):
    """An article as it was saved once."""

    class Source(models.TextChoices):
        EDITOR = "editor"
        IMPORT = "import"
        RESTORED = "restored"

    article = tenant_key("assistant.Article")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(max_length=LONGEST_TEXT)
    internal = models.BooleanField(default=False)
    source = models.CharField(max_length=8, choices=Source, default=Source.EDITOR)
    author_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "article", "number"], name="article_version_once")
        ]


class Gap(TenantModel):
    """A question that no article answered, counted. `key`: its words that tell, in one order; `question`: as one
    customer put it, without phones and addresses. `article`: what was written for it."""

    public_id = public_id()
    key = models.CharField(max_length=200)
    question = models.CharField(max_length=300)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="answered by an article, or put aside")
    article = tenant_key("assistant.Article", null=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="gap_once")]
        indexes = [
            models.Index(
                fields=["workspace", "-count", "-last_at", "-id"],
                condition=models.Q(closed_at=None),
                name="gap_most_asked",
            )
        ]
