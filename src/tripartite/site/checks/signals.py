"""What other apps may listen to."""

from django.dispatch import Signal

# A check has been done; `check` is the check. Sent within the transaction that says so: a receiver that changes
# something wraps it in `atomic`, so that its own failure undoes only its own part.
check_done = Signal()
