"""The names that a roster's columns go by, as platforms and people write them: in small letters, their words apart."""

from __future__ import annotations

import re

NAMES = {"name", "full name", "student", "student name", "learner", "participant", "display name", "sortable name"} | {
    *("vollständiger name", "nom complet", "nombre completo", "nome completo", "volledige naam"),
}
FIRST = {"first name", "firstname", "given name", "preferred name", "preferred first name"} | {
    *("vorname", "prénom", "nombre", "nome", "voornaam"),
}
LAST = {"last name", "lastname", "surname", "family name"} | {
    *("nachname", "nom", "nom de famille", "apellido", "apellidos", "apellido s", "cognome", "sobrenome", "achternaam"),
}
EMAILS = {"email", "e mail", "mail", "email address", "e mail address"} | {
    *("e mail adresse", "adresse e mail", "courriel", "adresse de courriel", "correo", "correo electrónico"),
    *("dirección de correo", "indirizzo email", "endereço de email", "e mailadres"),
}
USERS = {"user name", "username", "user", "login", "login id", "sis login id", "net id", "netid", "nickname"} | {
    *("github", "github username", "github user name", "github login", "handle", "account"),
    *("anmeldename", "benutzername", "nom d utilisateur", "nombre de usuario", "gebruikersnaam"),
}
IDS = {"id", "ids", "student id", "user id", "id number", "sis user id", "sis id", "sid", "student number"} | {
    *("matriculation number", "matrikelnummer", "orgdefinedid", "org defined id", "github id", "number", "student no"),
    *("identifier", "identifiant", "identificador", "id nummer", "numéro d étudiant", "numéro d identification"),
}
# what Moodle writes before a person's number, in the language of whoever downloads
PARTICIPANT = re.compile(r"(?:Participant|Teilnehmer/in|Participante|Deelnemer|Partecipante) ?(?=\d+$)", re.I)
STAFF = {"instructor", "ta", "reader", "teacher", "teaching assistant", "tutor", "grader", "designer", "observer"}
KINDS = {"name": NAMES, "first": FIRST, "last": LAST, "email": EMAILS, "user": USERS, "id": IDS}
