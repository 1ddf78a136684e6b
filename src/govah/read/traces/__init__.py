"""Traces of a file's making: fonts, revision ids, pictures, signatures of mails. One file per kind of file."""
