//! A mailbox on a real Dovecot, watched.
#![allow(clippy::unwrap_used, reason = "test code")]

mod support;

use std::time::Duration;

use serde_json::json;
use tenon_channels::Security;
use tenon_testkit::MailServer;

use support::{House, On, fixture};

#[test]
fn a_lead_is_in_the_hub_seconds_after_it_arrived() {
    for on in [On::Memory, On::Postgres] {
        support::story(on, async |house: House| {
            let server = MailServer::start();
            let mut settings = house.settings(&server);
            settings.host = "localhost".into();
            settings.port = server.tls_port;
            settings.security = Security::Tls;
            settings.certificates = Some(server.certificate());
            house.connect(&settings, MailServer::PASSWORD).await;
            server.deliver(b"From: Aunt <aunt@example.net>\r\nSubject: Sunday\r\n\r\nCake?\r\n");
            let watch = house.watch("node-1");
            house.watching().await;
            server.deliver(&fixture("direct.eml"));
            server.deliver(&support::spoof());
            house
                .eventually(async || house.contacts("maya.okafor@example.org").await == 1)
                .await;
            house
                .eventually(async || house.reviews().await.len() == 1)
                .await;
            assert!(house.reviews().await[0].contains("nothing proves it"));
            // What is none of ours is not kept; the folder is as it was.
            assert_eq!(house.sources().await, 2);
            assert_eq!(server.mails_and_flagged(), (3, 0));
            house
                .eventually(async || house.state().await["left"] == 1)
                .await;
            // Sent on 20 November, taken in by the clock of the test on the 24th.
            let speed = house.speed().await;
            assert_eq!(
                (speed.leads, speed.waiting, speed.within_a_minute),
                (1, 1, 0)
            );
            watch.abort();
        });
    }
}

#[test]
fn reading_goes_on_where_it_stood() {
    support::story(On::Memory, async |house: House| {
        let server = MailServer::start();
        house
            .connect(&house.settings(&server), MailServer::PASSWORD)
            .await;
        server.deliver(&fixture("direct.eml"));
        let watch = house.watch("node-1");
        house
            .eventually(async || house.contacts("maya.okafor@example.org").await == 1)
            .await;
        watch.abort();
        let before = house.log().await;
        // Another node: the first one's lease must end.
        house.pass(61);
        let watch = house.watch("node-2");
        house
            .eventually(async || house.state().await["status"] == "watching")
            .await;
        server.deliver(&support::spoof());
        house
            .eventually(async || house.reviews().await.len() == 1)
            .await;
        assert_eq!(house.log().await, before);
        // The server goes, and comes back with other numbers: all is read again, nothing changes.
        server.renumber();
        server.deliver(&fixture("forwarded.eml"));
        house
            .eventually(async || house.reviews().await.len() == 2)
            .await;
        assert_eq!((house.log().await, house.sources().await), (before, 3));
        watch.abort();
    });
}

#[test]
fn of_two_nodes_one_reads() {
    support::story(On::Memory, async |house: House| {
        let server = MailServer::start();
        house
            .connect(&house.settings(&server), MailServer::PASSWORD)
            .await;
        let first = house.watch("node-1");
        house.watching().await;
        let second = house.watch("node-2");
        server.deliver(&fixture("direct.eml"));
        house
            .eventually(async || house.contacts("maya.okafor@example.org").await == 1)
            .await;
        assert_eq!(house.state().await["records"], json!(1));
        first.abort();
        second.abort();
    });
}

#[test]
fn trouble_is_told_in_words_and_waited_out() {
    support::story(On::Memory, async |house: House| {
        let server = MailServer::start();
        let mut settings = house.settings(&server);
        settings.security = Security::Starttls;
        settings.host = "localhost".into();
        settings.certificates = Some(server.certificate());
        house.connect(&settings, "wrong").await;
        let watch = house.watch("node-1");
        let failing = async |words: &str| {
            house
                .eventually(async || {
                    let state = house.state().await;
                    state["status"] == "failing" && state["error"].as_str().unwrap().contains(words)
                })
                .await;
        };
        failing("refused the sign-in").await;
        house.set_password(MailServer::PASSWORD).await;
        house.watching().await;
        server.go_away();
        failing("mail server").await;
        server.come_back();
        server.deliver(&fixture("direct.eml"));
        house
            .eventually(async || house.contacts("maya.okafor@example.org").await == 1)
            .await;
        watch.abort();
    });
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused() {
    support::story(On::Memory, async |house: House| {
        let server = MailServer::start();
        let mut settings = house.settings(&server);
        (settings.security, settings.port) = (Security::Tls, server.tls_port);
        house.connect(&settings, MailServer::PASSWORD).await;
        let watch = house.watch("node-1");
        house
            .eventually(async || house.state().await["status"] == "failing")
            .await;
        let error = house.state().await["error"].as_str().unwrap().to_owned();
        assert!(error.contains("no secure connection"), "{error}");
        watch.abort();
    });
}

#[test]
fn a_mail_without_an_answer_from_dns_waits_and_then_goes_to_a_person() {
    support::story(On::Memory, async |house: House| {
        let server = MailServer::start();
        house
            .connect(&house.settings(&server), MailServer::PASSWORD)
            .await;
        house.dns(false);
        server.deliver(&fixture("direct.eml"));
        let watch = house.watch("node-1");
        house
            .eventually(async || house.state().await["status"] == "failing")
            .await;
        assert_eq!((house.sources().await, house.reviews().await.len()), (0, 0));
        house.dns(true);
        house
            .eventually(async || house.contacts("maya.okafor@example.org").await == 1)
            .await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(house.reviews().await.len(), 0);
        watch.abort();
    });
}
