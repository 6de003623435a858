"""The bank that remits small amounts, by which employers prove their accounts."""
