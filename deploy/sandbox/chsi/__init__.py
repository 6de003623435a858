"""学信网 CHSI: a login with OAuth 2.0 and the enrolment record of whoever logged in."""
