"""Makes the signed mails of this folder with dkimpy (pip install dkimpy pynacl): an implementation
that is not ours, so that the tests do not only prove that we agree with ourselves. The keys are made
anew at every run and thrown away; their public halves stand in keys.txt, a name and a record a line.
"""
import base64
import subprocess
import dkim
import nacl.signing

keys = {}


def rsa(selector, domain, bits=2048):
    private = subprocess.run(["openssl", "genrsa", "-traditional", str(bits)], check=True, capture_output=True).stdout
    public = subprocess.run(["openssl", "rsa", "-pubout", "-outform", "DER"], input=private, check=True,
                            capture_output=True).stdout
    keys[f"{selector}._domainkey.{domain}"] = "v=DKIM1; k=rsa; p=" + base64.b64encode(public).decode()
    return private


def mail(from_, subject, body, extra=""):
    head = (f"From: {from_}\r\nTo: hello@alderandash.example.org\r\nSubject: {subject}\r\n"
            f"Date: Fri, 20 Nov 2026 09:14:00 -0600\r\nMessage-ID: <{abs(hash(body)) % 10**9}@{from_.split('@')[1].strip('>')}>\r\n"
            f"{extra}MIME-Version: 1.0\r\n")
    if "Content-Type" not in extra:
        head += "Content-Type: text/plain; charset=utf-8\r\n"
    return (head + "\r\n" + body).encode()


def sign(raw, selector, domain, key, algorithm=b"rsa-sha256", form=(b"relaxed", b"relaxed"), **more):
    return dkim.sign(raw, selector.encode(), domain.encode(), key, signature_algorithm=algorithm,
                     canonicalize=form, include_headers=[b"from", b"to", b"subject", b"date", b"message-id"], **more) + raw


def save(name, raw):
    with open(name, "wb") as file:
        file.write(raw)


LEAD = ("You have a new lead on Houzz.\r\n\r\nName: Maya Okafor\r\nEmail: maya.okafor@example.org\r\n"
        "Phone: (512) 555-0143\r\nProject Type:   Kitchen  Remodel \r\nMessage: Could you come by?\r\n\r\n\r\n")
NEW = "New lead from Maya Okafor on Houzz"
houzz = rsa("mail2026", "houzz.com")
studio = rsa("s1", "alderandash.example.org", 1024)
google = rsa("arc-2026", "google.com")
stranger = rsa("s1", "stranger.example.net")
ed = nacl.signing.SigningKey.generate()
keys["ed._domainkey.houzz.com"] = "v=DKIM1; k=ed25519; p=" + base64.b64encode(bytes(ed.verify_key)).decode()

plain = mail("Houzz <noreply@houzz.com>", NEW, LEAD)
direct = sign(plain, "mail2026", "houzz.com", houzz)
save("direct.eml", direct)
save("simple.eml", sign(plain, "mail2026", "houzz.com", houzz, form=(b"simple", b"simple")))
save("ed25519.eml", sign(plain, "ed", "houzz.com", base64.b64encode(bytes(ed)), b"ed25519-sha256"))
save("part-of-body.eml", sign(plain, "mail2026", "houzz.com", houzz, length=True))
save("sha1.eml", sign(plain, "mail2026", "houzz.com", houzz, b"rsa-sha1"))
save("spoof.eml", sign(plain, "s1", "stranger.example.net", stranger))

quoted = mail("Dana Whitfield <dana@alderandash.example.org>", "Fwd: " + NEW,
              "Can somebody call?\r\n\r\n---------- Forwarded message ---------\r\nFrom: Houzz <noreply@houzz.com>\r\n"
              "Date: Fri, Nov 20, 2026 at 9:14 AM\r\nSubject: " + NEW + "\r\nTo: <hello@alderandash.example.org>\r\n\r\n" + LEAD)
save("forwarded.eml", sign(quoted, "s1", "alderandash.example.org", studio))
save("forwarded-unsigned.eml", quoted)


def attach(from_, inner):
    return mail(from_, "Fwd: " + NEW,
                "--cut\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--cut\r\nContent-Type: message/rfc822\r\n\r\n"
                + inner.decode() + "\r\n--cut--\r\n", 'Content-Type: multipart/mixed; boundary="cut"\r\n')


save("attached.eml", attach("Sam Stranger <sam@stranger.example.net>", direct))
save("attached-forged.eml", attach("Sam Stranger <sam@stranger.example.net>", plain))

# A list that takes the mail in, writes into it, and seals what it had found.
RECEIVED = b"Authentication-Results: mx.google.com; dkim=pass header.d=houzz.com header.s=mail2026; dmarc=pass header.from=houzz.com\r\n"


def sealed(raw, selector, domain, key):
    lines = dkim.arc_sign(raw, selector.encode(), domain.encode(), key, b"mx.google.com" if domain == "google.com" else b"mx." + domain.encode(),
                          include_headers=[b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type"])
    return b"".join(lines) + raw


changed = RECEIVED + direct.replace(b"Could you come by?", b"Could you come by?\r\n-- \r\nsent by the Leads list")
arc = sealed(changed, "arc-2026", "google.com", google)
save("arc.eml", arc)
save("arc-changed.eml", arc.replace(b"maya.okafor@example.org", b"eve@example.org"))
save("arc-claim-changed.eml", arc.replace(b"dkim=pass header.d=houzz.com", b"dkim=pass header.d=h0uzz.com", 1))
again = b"Authentication-Results: mx.stranger.example.net; arc=pass; dkim=pass header.d=houzz.com\r\n" + arc
save("arc-two-links.eml", sealed(again, "s1", "stranger.example.net", stranger))
rewritten = direct.replace(b"From: Houzz <noreply@houzz.com>", b"From: \"'Houzz' via Leads\" <leads@alderandash.example.org>\r\nX-Original-From: noreply@houzz.com")
save("arc-rewritten.eml", sealed(RECEIVED + rewritten, "arc-2026", "google.com", google))
save("rewritten-unsealed.eml", rewritten)
with open("keys.txt", "w") as file:
    file.writelines(f"{name} {record}\n" for name, record in sorted(keys.items()))
