"""What a package says of itself at its top: for whoever opens the folder and knows neither Govah nor its sender."""

README = """\
WHAT THIS IS

A package of evidence. It holds papers ("exhibits") of a case, often reports on them, and a proof that none
of them has changed since the case took it in. You need neither the sender nor the sender's program to check it.


HOW TO CHECK IT

1. You need Python 3.11 or later and its package "cryptography" (python3 -m pip install cryptography).
2. In this folder, run:    python3 verify.py
   It reads, changes nothing, and needs no network.
3. It prints VERIFIED or FAILED, and the root of the sender's log: 64 letters and digits. Have the sender tell
   you that root by another way, by telephone or in print, and compare. Without that comparison, you know that
   this package agrees with itself, and not that it is the sender's.

verify.py came with this package. If you want to trust nothing in it, take the same file from Govah itself:
src/govah/preserve/verifier.py; and run:    python3 verifier.py THIS-FOLDER


WHAT VERIFIED MEANS, AND WHAT IT DOES NOT

It means: each exhibit is, bit for bit, what the case took in, and each report is what its author published;
a signed log says so. The times in it are those of the sender's own clock, where verify.py names no witness and
no time-stamp. Witnesses whom you trust can be asked for: python3 verify.py --policy FILE. A time-stamp is worth as
much as its authority: compare the certificate's hash in verify.py --json with the authority's own word.

It does NOT mean that a paper is genuine, that what it says is true, or that nothing happened to it before
the case took it in.

FAILED means: something was changed, added or taken away, or cannot be read. It names the files. Keep the
package as it is and ask the sender for another one.


WHAT EACH FOLDER HOLDS

data/exhibits/   the papers. Each file's name is the SHA-256 of its bytes; so it can be checked, and tells nothing
data/index.csv   the list of them: number in the case, hash, kind, size in bytes, and the ending that a copy may
                 be given so that a program opens it; and the day on which the sender put a paper aside and
                 grounded nothing on it any more ("withdrawn"), if that was done
data/report/     the published reports, if there are any. "Ex. 7" in a report is number 7 of the list
proofs/          what verify.py reads: the head of the log, and a proof for each exhibit and report
verify.py        the program that checks all of this
bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt
                 this folder is a BagIt bag (RFC 8493); programs for bags can read it too

To open an exhibit: copy it out of this folder, give the copy the ending from data/index.csv, open the copy.
Do not rename or open files in here: programs write into files and beside them, and the check would then fail.
Such papers come from strangers: open them on a machine without network.


به فارسی

این پوشه بستهٔ مدرک است: سندها، گاه گزارش‌ها، و گواهی که هیچ‌یک از روزی که پذیرفته شد تغییر نکرده است.
برای وارسی در همین پوشه اجرا کنید:    python3 verify.py
نتیجه VERIFIED (بی‌تغییر) است یا FAILED (تغییر یافته یا ناخوانا). «ریشه»‌ای را که چاپ می‌شود با ریشه‌ای که فرستنده از
راه دیگری به شما گفته است بسنجید.
VERIFIED نمی‌گوید که سندی اصیل است یا نوشته‌اش راست است؛ تنها می‌گوید که از هنگام پذیرش تغییری نکرده است.
فهرست سندها با شماره و نوع هرکدام در data/index.csv است. برای گشودن، رونوشتی بیرون از این پوشه بگیرید و پسوندی را که
در فهرست آمده به آن بدهید.
"""
