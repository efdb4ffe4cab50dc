"""What other apps may listen to."""

from django.dispatch import Signal

# An organisation is about to be deleted; `organisation` is it. A receiver that cannot let it go raises RefusedError.
organisation_leaves = Signal()
