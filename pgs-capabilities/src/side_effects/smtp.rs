//! A mail server, and how a message gets there.

use std::io;
use std::time::Duration;

use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::response::Code;
use lettre::transport::smtp::{self, SmtpTransport};
use lettre::{Message, Transport as _};
use thiserror::Error;

/// How long the server may take for each of its answers.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The port for STARTTLS where none is set.
const PORT: u16 = 587;

/// The sender where none is set, as the protocol declares it.
const SENDER: &str = "noreply@pgs.local";

/// A configured mail server.
#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    user: String,
    pass: String,
    sender: Mailbox,
    /// A PEM file with one more root certificate.
    ca_file: Option<String>,
}

/// What is sent.
pub struct Mail {
    pub recipient: Mailbox,
    pub subject: String,
    pub body: String,
}

/// Why a mail is not sent. It shows no content: the server's own words may quote the message or its recipient.
#[derive(Debug, Error)]
pub enum SmtpError {
    #[error("SMTP_PORT is not a port")]
    Port,
    #[error("SMTP_SENDER is not an address")]
    Sender,
    #[error("SMTP_CA_FILE can't be read: {0}")]
    CertificateFile(io::Error),
    #[error("SMTP_CA_FILE is not a PEM certificate")]
    Certificate,
    #[error("SMTP_HOST or SMTP_CA_FILE can't be used for TLS")]
    Tls,
    #[error("the message can't be built")]
    Message,
    #[error("{failure}{}", code.map(|code| format!(" ({code})")).unwrap_or_default())]
    Send { failure: SendFailure, code: Option<Code> },
}

/// What fails between this process and the mail server.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
pub enum SendFailure {
    #[error("the mail server did not answer in time")]
    Timeout,
    #[error("no secure connection to the mail server")]
    Insecure,
    #[error("the mail server refused the message")]
    Refused,
    #[error("the mail server does not offer STARTTLS or a known way to log in")]
    Unsupported,
    #[error("the mail server can't be reached")]
    Unreachable,
}

impl Smtp {
    /// The server that the environment names; none unless SMTP_HOST, SMTP_USER and SMTP_PASS are set.
    pub fn from_env() -> Result<Option<Self>, SmtpError> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// The server that these variables name. An empty one counts as not set. Fails where SMTP_PORT is no port or
    /// SMTP_SENDER no address.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, SmtpError> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let needed = (variable("SMTP_HOST"), variable("SMTP_USER"), variable("SMTP_PASS"));
        let (Some(host), Some(user), Some(pass)) = needed else { return Ok(None) };
        let port = variable("SMTP_PORT").map_or(Ok(PORT), |port| port.parse()).map_err(|_| SmtpError::Port)?;
        let sender = variable("SMTP_SENDER").unwrap_or_else(|| SENDER.to_owned());
        let sender = sender.parse().map_err(|_| SmtpError::Sender)?;
        Ok(Some(Self { host, port, user, pass, sender, ca_file: variable("SMTP_CA_FILE") }))
    }

    /// Sends the mail over STARTTLS to a server that proves its name. The reason of a failure shows no content.
    pub fn send(&self, mail: Mail) -> Result<(), SmtpError> {
        let message = Message::builder()
            .from(self.sender.clone())
            .to(mail.recipient)
            .subject(mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body)
            .map_err(|_| SmtpError::Message)?;
        let transport = SmtpTransport::builder_dangerous(&self.host)
            .port(self.port)
            .tls(Tls::Required(self.tls()?))
            .credentials(Credentials::new(self.user.clone(), self.pass.clone()))
            .timeout(Some(TIMEOUT))
            .build();
        transport.send(&message).map(|_| ()).map_err(|error| SmtpError::from(&error))
    }

    fn tls(&self) -> Result<TlsParameters, SmtpError> {
        let mut parameters = TlsParameters::builder(self.host.clone()).certificate_store(CertificateStore::WebpkiRoots);
        if let Some(path) = &self.ca_file {
            let pem = std::fs::read(path).map_err(SmtpError::CertificateFile)?;
            let root = Certificate::from_pem(&pem).map_err(|_| SmtpError::Certificate)?;
            parameters = parameters.add_root_certificate(root);
        }
        parameters.build().map_err(|_| SmtpError::Tls)
    }
}

impl From<&smtp::Error> for SmtpError {
    fn from(error: &smtp::Error) -> Self {
        let failure = if error.is_timeout() {
            SendFailure::Timeout
        } else if error.is_tls() {
            SendFailure::Insecure
        } else if error.is_permanent() || error.is_transient() {
            SendFailure::Refused
        } else if error.is_client() {
            SendFailure::Unsupported
        } else {
            SendFailure::Unreachable
        };
        Self::Send { failure, code: error.status() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::smtp_server::{Manner, SmtpServer};
    use super::*;

    fn configured(variables: &[(&str, &str)]) -> Result<Option<Smtp>, SmtpError> {
        let variable = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        Smtp::from_variables(variable)
    }

    #[test]
    fn host_user_and_password_are_needed() {
        let all = [("SMTP_HOST", "h"), ("SMTP_USER", "u"), ("SMTP_PASS", "p")];
        let smtp = configured(&all).unwrap().unwrap();
        assert_eq!((smtp.port, smtp.sender.to_string()), (587, "noreply@pgs.local".to_owned()));
        for n in 0..3 {
            let mut some = all;
            some[n].1 = "";
            assert!(configured(&some).unwrap().is_none());
        }
    }

    #[test]
    fn a_wrong_port_or_sender_is_an_error() {
        for wrong in [("SMTP_PORT", "smtp"), ("SMTP_PORT", "70000"), ("SMTP_SENDER", "nobody")] {
            assert!(
                configured(&[("SMTP_HOST", "h"), ("SMTP_USER", "u"), ("SMTP_PASS", "p"), wrong]).is_err(),
                "{wrong:?}"
            );
        }
    }

    /// Sends a mail to a server of this manner, with or without its certificate among the roots. Gives what the client
    /// answers and what the server heard.
    fn sent(manner: Manner, trusted: bool) -> (Result<(), SmtpError>, String) {
        let server = SmtpServer::begin(manner);
        let certificate = if trusted { server.certificate.to_string_lossy().into_owned() } else { String::new() };
        let smtp = configured(&[
            ("SMTP_HOST", "localhost"),
            ("SMTP_PORT", &server.port.to_string()),
            ("SMTP_USER", "user"),
            ("SMTP_PASS", "pass"),
            ("SMTP_SENDER", "PGS <pgs@example.org>"),
            ("SMTP_CA_FILE", &certificate),
        ]);
        let recipient = "ann@example.org".parse().unwrap();
        let mail = Mail { recipient, subject: "Grüße".into(), body: "A line\n.\nRCPT TO:<x@example.org>".into() };
        let result = smtp.unwrap().unwrap().send(mail);
        (result, server.heard())
    }

    #[test]
    fn mail_goes_over_starttls() {
        let (result, heard) = sent(Manner::Secure, true);
        result.unwrap();
        let place = |text: &str| heard.find(text).unwrap_or_else(|| panic!("{text} in {heard}"));
        // The base64 of `\0user\0pass`.
        assert!(place("STARTTLS") < place("AUTH PLAIN AHVzZXIAcGFzcw=="));
        assert_eq!(heard.matches("\r\nRCPT TO:<ann@example.org>").count(), 1);
        for header in ["From: PGS <pgs@example.org>", "To: ann@example.org", "Content-Type: text/plain; charset=utf-8"]
        {
            place(header);
        }
        // A line of one dot is doubled: it would end the message.
        place("A line\r\n..\r\nRCPT TO:<x@example.org>\r\n.\r\n");
    }

    #[test]
    fn a_server_that_does_not_prove_its_name_gets_no_password() {
        for (manner, trusted) in [(Manner::Secure, false), (Manner::Plain, true)] {
            let (result, heard) = sent(manner, trusted);
            assert!(result.is_err());
            assert!(!heard.contains("AUTH") && !heard.contains("MAIL"), "{heard}");
        }
    }

    #[test]
    fn a_refusal_is_told_without_the_servers_words() {
        let refused = sent(Manner::Refusing, true).0.unwrap_err();
        assert!(matches!(refused, SmtpError::Send { failure: SendFailure::Refused, .. }));
        assert_eq!(refused.to_string(), "the mail server refused the message (550)");
    }

    #[test]
    fn a_server_that_is_not_there_is_an_error() {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
        let variables = [("SMTP_HOST", "localhost"), ("SMTP_PORT", &port), ("SMTP_USER", "u"), ("SMTP_PASS", "p")];
        let mail = Mail { recipient: "a@example.org".parse().unwrap(), subject: String::new(), body: String::new() };
        let error = configured(&variables).unwrap().unwrap().send(mail).unwrap_err();
        assert_eq!(error.to_string(), "the mail server can't be reached");
    }

    #[test]
    fn a_certificate_file_must_be_one() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "-----BEGIN CERTIFICATE-----\n").unwrap();
        for path in ["/nowhere.pem", &file.path().to_string_lossy()] {
            let variables = [("SMTP_HOST", "h"), ("SMTP_USER", "u"), ("SMTP_PASS", "p"), ("SMTP_CA_FILE", path)];
            let result = configured(&variables).unwrap().unwrap().tls();
            assert!(result.is_err_and(|error| error.to_string().contains("SMTP_CA_FILE")), "{path}");
        }
    }
}
