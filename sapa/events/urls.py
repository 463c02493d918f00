from django.urls import path

from sapa.events.views import operations, webhooks

app_name = "events"

urlpatterns = [
    path("", operations.operations, name="operations"),
    path("antrean/", operations.backlog, name="backlog"),
    path("kiriman/ulang/", operations.replay_every_raw, name="replay_every_raw"),
    path("kiriman/<int:raw_id>/ulang/", operations.replay_raw, name="replay_raw"),
    path("peristiwa/ulang/", operations.replay_every_delivery, name="replay_every_delivery"),
    path("peristiwa/<int:delivery_id>/ulang/", operations.replay_delivery, name="replay_delivery"),
    path("webhook/", webhooks.webhooks, name="webhooks"),
    path("webhook/<uuid:public_id>/", webhooks.webhook, name="webhook"),
    path("webhook/<uuid:public_id>/rahasia/", webhooks.rotate_webhook, name="webhook_rotate"),
    path("webhook/<uuid:public_id>/rahasia-lama/", webhooks.retire_webhook, name="webhook_retire"),
    path("webhook/<uuid:public_id>/sakelar/", webhooks.switch_webhook, name="webhook_switch"),
    path("webhook/<uuid:public_id>/uji/", webhooks.try_webhook, name="webhook_try"),
    path("webhook/<uuid:public_id>/kirim-ulang/", webhooks.replay_webhook, name="webhook_replay"),
    path("webhook/<uuid:public_id>/hapus/", webhooks.remove_webhook, name="webhook_remove"),
    path("webhook/kiriman/<uuid:public_id>/ulang/", webhooks.replay_told, name="webhook_delivery_replay"),
]
