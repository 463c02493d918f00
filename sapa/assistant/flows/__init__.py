"""What flows read and what their moves change."""
