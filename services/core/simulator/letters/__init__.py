"""What vendors send: mails and sheets, each vendor in its own style. Bytes out, the same for the same batch."""
