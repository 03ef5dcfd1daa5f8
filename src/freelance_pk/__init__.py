"""What a Pakistani freelancer earned, what reached the bank in rupees, and what tax is due."""
