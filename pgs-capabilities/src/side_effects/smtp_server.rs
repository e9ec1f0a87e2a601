//! A mail server for one connection, for tests.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

/// What the server does.
#[derive(Clone, Copy, PartialEq)]
pub enum Manner {
    /// Accepts mail over STARTTLS.
    Secure,
    /// Accepts everything, but offers no STARTTLS.
    Plain,
    /// Like `Secure`, but refuses every recipient.
    Refusing,
}

/// The server, and the folder with its certificate.
pub struct SmtpServer {
    pub port: u16,
    pub certificate: PathBuf,
    thread: JoinHandle<String>,
    _folder: TempDir,
}

impl SmtpServer {
    pub fn begin(manner: Manner) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let certificate = folder.path().join("root.pem");
        std::fs::write(&certificate, signed.cert.pem()).unwrap();
        let key = PrivateKeyDer::Pkcs8(signed.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(vec![signed.cert.der().clone()], key).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let thread = std::thread::spawn(move || serve(&listener, manner, Arc::new(config)));
        Self { port, certificate, thread, _folder: folder }
    }

    /// Everything that the client said, decrypted.
    pub fn heard(self) -> String {
        self.thread.join().unwrap()
    }
}

fn serve(listener: &TcpListener, manner: Manner, config: Arc<ServerConfig>) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    stream.write_all(b"220 ready\r\n").unwrap();
    let mut heard = String::new();
    if converse(&mut stream, manner, manner != Manner::Plain, &mut heard) {
        let mut secure = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
        converse(&mut secure, manner, false, &mut heard);
    }
    heard
}

/// Answers until the client leaves or asks for TLS; says which.
fn converse<S: Read + Write>(stream: &mut S, manner: Manner, offers_tls: bool, heard: &mut String) -> bool {
    let mut in_data = false;
    loop {
        let Some(line) = read_line(stream) else { return false };
        heard.push_str(&line);
        let command = line.trim_end();
        let answer = match command.split(' ').next().unwrap() {
            "." if in_data => "250 taken\r\n",
            _ if in_data => continue,
            "EHLO" if offers_tls => "250-test\r\n250 STARTTLS\r\n",
            "EHLO" => "250-test\r\n250 AUTH PLAIN\r\n",
            "STARTTLS" => "220 go\r\n",
            "AUTH" => "235 welcome\r\n",
            "RCPT" if manner == Manner::Refusing => "550 no such user: secret\r\n",
            "DATA" => "354 go on\r\n",
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        in_data = command == "DATA";
        if stream.write_all(answer.as_bytes()).is_err() {
            return false;
        }
        if command == "STARTTLS" || command == "QUIT" {
            return command == "STARTTLS";
        }
    }
}

/// One line, byte by byte: what follows STARTTLS must stay in the stream.
fn read_line(stream: &mut impl Read) -> Option<String> {
    let mut line = String::new();
    BufReader::with_capacity(1, stream).read_line(&mut line).ok().filter(|length| *length > 0).map(|_| line)
}
