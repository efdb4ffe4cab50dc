"""What the worker does by itself each day or hour, without a timer of the operator."""
