from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Survey(TenantModel):
    """Questions of the shop, as `domain.surveys` reads them. Once somebody was asked they are not changed."""

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    public_id = public_id()
    title = models.CharField(max_length=80)
    intro = models.CharField(max_length=300, help_text="what the invitation says before the link")
    thanks = models.CharField(max_length=300, blank=True)
    questions = models.JSONField(default=list)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    days = models.PositiveSmallIntegerField(default=14, help_text="how long an invitation can be answered")
    author_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="survey_newest")]


class Invitation(TenantModel):
    """One customer asked once. `key`: run:<enrolment> of a journey, hand:<a number of the page> by a person."""

    survey = tenant_key("feedback.Survey")
    contact = tenant_key("contacts.Contact")
    order = tenant_key("commerce.Order", null=True)
    key = models.CharField(max_length=80)
    author_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    question = models.CharField(
        max_length=8, blank=True, db_default="", help_text="where the chat has come to"
    )
    question_message_id = models.BigIntegerField(null=True, help_text="asks it; empty: nothing is asked now")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "survey", "key"], name="invitation_once")]
        indexes = [
            models.Index(fields=["workspace", "survey", "-answered_at", "-id"], name="invitation_answered"),
            models.Index(fields=["workspace", "contact"], name="invitation_of_contact"),
            models.Index(
                fields=["workspace", "contact"],
                condition=models.Q(question_message_id__isnull=False),
                name="invitation_asking",
            ),
        ]


class Answer(TenantModel):
    """What one customer answered to one question: a place in the choices, a point of the scale, words or a photo."""

    survey = tenant_key("feedback.Survey")
    invitation = tenant_key("feedback.Invitation")
    question = models.CharField(max_length=8)
    number = models.SmallIntegerField(null=True)
    text = models.CharField(max_length=2000, blank=True)
    photo = models.CharField(max_length=120, blank=True, help_text="name in storage")
    message_id = models.BigIntegerField(
        null=True, help_text="said in the chat; a photo is that message's file"
    )

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "invitation", "question"], name="answer_once")
        ]
        indexes = [models.Index(fields=["workspace", "survey", "question", "number"], name="answer_counts")]
