//! A service that gives the answers that it is told to, one after the other: for what no small local cloud answers.

use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The service.
pub struct Answers {
    port: u16,
    given: Arc<AtomicUsize>,
}

impl Answers {
    /// Starts it with these answers; the last is given for good.
    pub async fn start(answers: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (port, given) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&given);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = counted.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
                answer(stream, &answers[number]).await;
            }
        });
        Self { port, given }
    }

    /// Where it is.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// How many answers it gave.
    pub fn given(&self) -> usize {
        self.given.load(Ordering::SeqCst)
    }
}

// One request to a connection.
async fn answer(stream: TcpStream, answer: &Value) {
    let (mut stream, mut line, mut length) = (BufReader::new(stream), String::new(), 0);
    while stream.read_line(&mut line).await.unwrap() > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    stream.read_exact(&mut vec![0; length]).await.unwrap();
    let body = answer.to_string();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let _closed = stream.shutdown().await;
}
