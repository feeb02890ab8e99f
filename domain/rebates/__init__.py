"""What a buyer has earned over a period, step by step, and what of it is paid."""
