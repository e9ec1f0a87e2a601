//! `CS_SEND_EMAIL`: sends one mail, or says that none can be sent.

use lettre::message::Mailbox;
use pgs_rt::{Field, Map, Reason, Reply, Run, Value, Violation, described, statuses};
use serde::{Deserialize, Serialize};

use super::smtp::{Mail, Smtp, SmtpError};
use super::template;

/// The subject where none is given.
const SUBJECT: &str = "Notification";

described! {
    /// What SEND is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Send {
        /// The recipient's address.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub recipient: Field<String>,
        /// The recipient's address, where `recipient` is unset.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub to: Field<String>,
        /// The subject; `Notification` if not given.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub subject: Field<String>,
        /// The text, with names in braces for `template_vars`.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub body_template: Field<String>,
        /// The text, where `body_template` is unset.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub body: Field<String>,
        /// The values of the names in the text.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub template_vars: Field<Map<String, Value>>,
    }

    /// What SEND gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct SendOutputs {
        /// `sent`, or `skipped` where no mail server is configured.
        pub delivery_status: String,
    }
}

statuses! {
    /// How SEND ends.
    SendStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

/// Sends the mail by the server that the environment names. Without one, or where mail is not switched on, a mail to
/// anything with an `@` is skipped, as in the reference.
pub fn send(_run: &Run, is_on: bool, call: Send) -> Reply<SendStatus, SendOutputs> {
    send_by(if is_on { Smtp::from_env() } else { Ok(None) }, call)
}

fn send_by(server: Result<Option<Smtp>, SmtpError>, call: Send) -> Reply<SendStatus, SendOutputs> {
    match deliver(server, call) {
        Ok(delivery) => Reply::success(SendStatus::Success, SendOutputs { delivery_status: delivery.to_owned() }),
        Err((status, reason)) => Reply::failure(status, reason),
    }
}

fn deliver(server: Result<Option<Smtp>, SmtpError>, call: Send) -> Result<&'static str, (SendStatus, Box<Reason>)> {
    let violation = |violation: Violation| (SendStatus::Violation, violation.into());
    let backend_error = |error: SmtpError| (SendStatus::BackendError, error.to_string().into());
    let recipient = call.recipient.clone().or(call.to.clone()).required("recipient").map_err(violation)?;
    if !recipient.contains('@') {
        return Err(violation(Violation::new("`recipient` has no `@`")));
    }
    let Some(server) = server.map_err(backend_error)? else { return Ok("skipped") };
    let mail = mail(&recipient, call).map_err(violation)?;
    server.send(mail).map_err(backend_error)?;
    Ok("sent")
}

fn mail(recipient: &str, call: Send) -> Result<Mail, Violation> {
    let recipient: Mailbox = recipient.parse().map_err(|_| Violation::new("`recipient` is not a mail address"))?;
    let subject = call.subject.optional("subject")?.unwrap_or_else(|| SUBJECT.to_owned());
    let text = call.body_template.or(call.body).optional("body_template")?.unwrap_or_default();
    let values = call.template_vars.optional("template_vars")?.unwrap_or_default();
    Ok(Mail { recipient, subject: one_line(&subject), body: template::render(&text, &values) })
}

/// A header has one line: a line break in it could begin another header.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::TestRun;
    use super::*;
    use pgs_value::json;

    fn to(recipient: Value) -> Send {
        Send { recipient: Field::json(recipient), ..Send::default() }
    }

    #[test]
    fn a_recipient_needs_an_at_sign() {
        let test = TestRun::begin();
        for recipient in [json!(null), json!(""), json!("somebody"), json!(5)] {
            let sent = send(&test.run, false, to(recipient.clone()));
            assert_eq!((sent.status, sent.outputs), (SendStatus::Violation, None), "{recipient}");
        }
        assert_eq!(send(&test.run, false, Send::default()).status, SendStatus::Violation);
    }

    #[test]
    fn without_a_server_mail_is_skipped() {
        let test = TestRun::begin();
        let by_to = Send { to: "a@example.org".into(), ..Send::default() };
        for call in [to(json!("a@example.org")), by_to, to(json!("a b@c@d"))] {
            let sent = send(&test.run, false, call);
            let delivery = sent.outputs.as_ref().map(|outputs| outputs.delivery_status.as_str());
            assert_eq!((sent.status, delivery), (SendStatus::Success, Some("skipped")));
        }
    }

    #[test]
    fn a_server_that_is_configured_wrongly_is_a_backend_error() {
        let sent = send_by(Err(SmtpError::Port), to(json!("a@example.org")));
        assert_eq!(sent.status, SendStatus::BackendError);
        assert_eq!(sent.reason.as_deref().map(Reason::sentence), Some("SMTP_PORT is not a port"));
    }

    #[test]
    fn a_mail_is_made_of_what_is_given() {
        let call = Send {
            subject: "Hello\r\nBcc: x@example.org".into(),
            body_template: "Dear {name}".into(),
            body: "unused".into(),
            template_vars: Field::json(json!({"name": "Ann"})),
            ..Send::default()
        };
        let made = mail("Ann <ann@example.org>", call).unwrap();
        assert_eq!((made.subject.as_str(), made.body.as_str()), ("Hello  Bcc: x@example.org", "Dear Ann"));
        let made = mail("ann@example.org", Send { body: "{x}".into(), ..Send::default() }).unwrap();
        assert_eq!((made.subject.as_str(), made.body.as_str()), ("Notification", "{x}"));
    }

    #[test]
    fn what_is_no_address_or_no_text_makes_no_mail() {
        for recipient in ["a@b@c", "a@example.org\r\nBcc: x@example.org", "a@example.org, b@example.org", "@", "a b@c"]
        {
            assert!(mail(recipient, Send::default()).is_err(), "{recipient}");
        }
        let recipient = "a@example.org";
        assert!(mail(recipient, Send { subject: Field::json(json!(5)), ..Send::default() }).is_err());
        assert!(mail(recipient, Send { body: Field::json(json!([])), ..Send::default() }).is_err());
        assert!(mail(recipient, Send { template_vars: Field::json(json!("x")), ..Send::default() }).is_err());
    }
}
