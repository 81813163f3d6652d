"""The suite ``reading``: what is understood of a customer's mail, from predictions that were made out of fold."""
