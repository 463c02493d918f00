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

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "survey", "key"], name="invitation_once")]
        indexes = [
            models.Index(fields=["workspace", "survey", "-answered_at", "-id"], name="invitation_answered"),
            models.Index(fields=["workspace", "contact"], name="invitation_of_contact"),
        ]


class Answer(TenantModel):
    """What one customer answered to one question: a place in the choices, a point of the scale, words or a photo."""

    survey = tenant_key("feedback.Survey")
    invitation = tenant_key("feedback.Invitation")
    question = models.CharField(max_length=8)
    number = models.SmallIntegerField(null=True)
    text = models.CharField(max_length=2000, blank=True)
    photo = models.CharField(max_length=120, blank=True, help_text="name in storage")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "invitation", "question"], name="answer_once")
        ]
        indexes = [models.Index(fields=["workspace", "survey", "question", "number"], name="answer_counts")]
