"""What a message may be heard as: one of the reasons that words give, or calm."""

CALM = "-"
HEARD = (CALM, "human_request", "safety", "fraud_privacy", "threat", "anger", "repeat_failure")
