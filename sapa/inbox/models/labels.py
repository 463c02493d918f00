from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Label(TenantModel):
    public_id = public_id()
    name = models.CharField(max_length=40)
    hue = models.CharField(max_length=8, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="label_once")]


class Labelled(TenantModel):
    conversation = tenant_key("messaging.Conversation")
    label = tenant_key("inbox.Label")

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "conversation", "label"], name="labelled_once")
        ]
        indexes = [models.Index(fields=["workspace", "label", "-conversation"], name="labelled_with")]
