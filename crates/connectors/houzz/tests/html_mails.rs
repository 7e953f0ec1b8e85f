//! HTML layouts: tables, blocks, lists, and how mail programs encode them.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use support::{reasons, record};
use tenon_houzz::{Item, read_mail};

fn html(body: &str) -> Item {
    let head = "From: noreply@houzz.com\nSubject: You have a new lead on Houzz\nContent-Type: text/html; charset=utf-8\n";
    read_mail("html", format!("{head}\n{body}").as_bytes())
}

#[test]
fn labels_and_values_are_told_apart_in_every_layout() {
    let layouts = [
        "<p><b>Name:</b> Maya</p><p><b>Email:</b> maya@example.org</p><p><b>Message:</b> Hi<br>there</p>",
        "<div><span>Name:</span><span> Maya</span></div><div>Email: maya@example.org</div><div>Message: Hi<br/>there</div>",
        "<div>Name</div><div>Maya</div><div>Email</div><div>maya@example.org</div><div>Message</div><div>Hi</div><div>there</div>",
        "<dl><dt>Name</dt><dd>Maya</dd><dt>Email</dt><dd>maya@example.org</dd><dt>Message</dt><dd>Hi<br>there</dd></dl>",
        "<ul><li>Name: Maya</li><li>Email: maya@example.org</li></ul>Message:<br>Hi<br>there",
        "<table><tr><th>Name</th><td>Maya</td><th>Email</th><td>maya@example.org</td></tr><tr><th>Message</th><td colspan=3>Hi<br>there</td></tr></table>",
        "<table><tr><td><p>Name:</p></td><td><p>Maya</p></td></tr><tr><td><p>Email:</p></td><td><p>maya@example.org</p></td></tr><tr><td><p>Message:</p></td><td><p>Hi<br>there</p></td></tr></table>",
        "<table><tr><td>Name:<br>Maya</td></tr><tr><td>Email:<br><a href='mailto:x'>maya@example.org</a></td></tr><tr><td>Message:<br>Hi<br>there</td></tr></table>",
        "<TABLE><TR><TD>NAME&#58;</TD><TD>&nbsp;Maya&nbsp;</TD></TR><TR><TD>EMAIL&colon;</TD><TD>maya&#64;example.org</TD></TR><TR><TD>MESSAGE:</TD><TD>Hi<BR>there</TD></TR></TABLE>",
        "<!-- Name: Fake --><style>Email: fake@example.org</style><script>Phone: 5125550199</script>Name: Maya<br>Email: maya@example.org<br>Message: Hi<br>there",
        "<table><tr><td><table><tr><td>Name</td><td>Maya</td></tr></table></td></tr><tr><td><table><tr><td>Email</td><td>maya@example.org</td></tr></table></td></tr><tr><td>Message</td><td>Hi<br>there</td></tr></table>",
    ];
    for layout in layouts {
        let item = html(&format!(
            "<html><body>{layout}<p>View lead</p>&copy; Houzz</body></html>"
        ));
        let incoming = record(&item);
        assert_eq!(incoming.person.name.as_deref(), Some("Maya"), "{layout}");
        assert_eq!(
            incoming.person.email.as_deref(),
            Some("maya@example.org"),
            "{layout}"
        );
        assert_eq!(incoming.notes[0].body, "Hi\nthere", "{layout}");
    }
}

#[test]
fn broken_markup_loses_no_lead() {
    for layout in [
        "<b Name: x\n<p>Email: maya@example.org",
        "Email: maya@example.org<br>Message: 3 < 4 & 5 > 2",
        "<td>Email</td><td>maya@example.org",
        "<a href=\"x>\">Email: maya@example.org",
    ] {
        let item = html(layout);
        assert_eq!(
            record(&item).person.email.as_deref(),
            Some("maya@example.org"),
            "{layout}"
        );
    }
}

#[test]
fn transfer_encodings_and_charsets_are_decoded() {
    let head =
        "From: noreply@houzz.com\nSubject: =?iso-8859-1?Q?New_lead_from_Ren=E9e_on_Houzz?=\n";
    let bodies = [
        "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nRW1haWw6IG1heWFAZXhhbXBsZS5vcmcKQ2l0eTogTcOhbGFnYQ==\n",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nEmail: maya@exa=\nmple.org\nCity: M=C3=A1laga\n",
        "Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<p>Email: maya=40example.org<p>City: M=E1laga\n",
    ];
    for body in bodies {
        let item = read_mail("encoded", format!("{head}{body}").as_bytes());
        let person = &record(&item).person;
        assert_eq!(person.email.as_deref(), Some("maya@example.org"), "{body}");
        assert_eq!(person.city.as_deref(), Some("Málaga"), "{body}");
        assert_eq!(person.name.as_deref(), Some("Renée"), "{body}");
    }
    assert!(reasons(&html("<p>nothing here")).contains("neither e-mail nor phone"));
}
