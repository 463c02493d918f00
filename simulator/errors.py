"""Error bodies of the Graph API. HTTP status and title per code as Meta documents them."""

from typing import Any

Json = dict[str, Any]

KNOWN: dict[int, tuple[int, str]] = {
    33: (400, "Parameter value is not valid"),
    100: (400, "Invalid parameter"),
    190: (401, "Invalid OAuth access token - Cannot parse access token"),
    4: (400, "Application request limit reached"),
    3: (500, "Capability or permissions issue"),
    10: (403, "Permission denied"),
    200: (403, "Permissions error"),
    368: (403, "Temporarily blocked for policies violations"),
    80007: (400, "Rate limit issues"),
    130497: (403, "Business account is restricted from messaging users in this country."),
    131005: (403, "Access denied"),
    131016: (503, "Service unavailable"),
    131030: (400, "Recipient phone number not in allowed list"),
    131031: (403, "Account has been locked"),
    131037: (400, "Phone number display name needs approval before sending messages"),
    131042: (400, "Business eligibility payment issue"),
    131045: (500, "Message failed to send because of an incorrect certificate"),
    131048: (400, "Spam rate limit hit"),
    131057: (500, "Account in maintenance mode"),
    131062: (400, "Business-scoped user ids are not allowed for this message"),
    131063: (400, "Marketing templates are disabled on Cloud API"),
    131064: (400, "Messaging limit reached because of template misclassification"),
    132007: (400, "Template format character policy violated"),
    132068: (400, "Flow is blocked"),
    133004: (503, "Server temporarily unavailable"),
    133010: (400, "Phone number not registered"),
    134100: (400, "Only marketing templates are allowed on this endpoint"),
    139200: (400, "Direct send is blocked for this account"),
    130429: (429, "Rate limit hit"),
    130472: (400, "User's number is part of an experiment"),
    131000: (500, "Something went wrong"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131047: (400, "Re-engagement message"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement."),
    131050: (400, "User has stopped marketing messages from this business"),
    131051: (400, "Unsupported message type"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text too long"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
}

DETAILS: dict[int, str] = {
    131026: "Message undeliverable.",
    131042: "Message failed to send because there were one or more errors related to your payment method.",
    131048: "Message failed to send because there are restrictions on how many messages can be sent from this "
    "phone number.",
    131047: "Message failed to send because more than 24 hours have passed since the customer last replied "
    "to this number.",
    131049: "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
    131050: "Unable to deliver the message. The recipient has chosen to stop receiving marketing messages.",
    130472: "Failed to send message because this user's phone number is part of an experiment",
}


class GraphError(Exception):
    """A refused request: nothing was accepted, so there is no wamid."""

    def __init__(
        self,
        code: int,
        details: str = "",
        *,
        status: int | None = None,
        subcode: int | None = None,
        message: str | None = None,
        kind: str = "OAuthException",
    ) -> None:
        known_status, title = KNOWN.get(code, (400, "Unknown error"))
        super().__init__(f"(#{code}) {title}")
        self.code, self.details, self.subcode, self.kind = code, details, subcode, kind
        self.status = status or known_status
        self.message = message or f"(#{code}) {title}"

    def body(self, fbtrace_id: str) -> Json:
        error: Json = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": {**error, "fbtrace_id": fbtrace_id}}


def bad_token() -> GraphError:
    return GraphError(190, message=KNOWN[190][1])


def expired_token() -> GraphError:
    return GraphError(190, message="Error validating access token: Session has expired", subcode=463)


def unknown_object(object_id: str, method: str = "post") -> GraphError:
    text = (
        f"Unsupported {method} request. Object with ID '{object_id}' does not exist, cannot be loaded due to "
        "missing permissions, or does not support this operation"
    )
    return GraphError(100, subcode=33, message=text, kind="GraphMethodException")


def status_error(code: int) -> Json:
    """The entry of `statuses[].errors` for a message that was accepted and failed later."""
    title = KNOWN.get(code, (400, "Message undeliverable"))[1]
    return {
        "code": code,
        "title": title,
        "message": title,
        "error_data": {"details": DETAILS.get(code, title)},
        "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
    }
