//! A function's clients talk to AWS alone: not to who shows another certificate, and not to where an answer sends them.

use aws_credential_types::Credentials;
use shared::adapters::client::{Aws, Endpoints};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpListener;
use tests::TestCloud;

fn aws(endpoint: String) -> Aws {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    Aws::new("ap-northeast-1".into(), credentials, Endpoints { dynamodb: Some(endpoint), ..Endpoints::default() })
}

#[tokio::test(flavor = "multi_thread")]
async fn who_shows_a_certificate_of_another_root_gets_no_request() {
    let cloud = TestCloud::start().await;
    let endpoint = format!("https://localhost:{}", cloud.cloud.https.port());
    let refused = aws(endpoint).dynamodb().list_tables().send().await.unwrap_err();
    assert!(format!("{refused:?}").contains("UnknownIssuer"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_followed_to_where_an_answer_points() {
    let (first, second) = (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    second.set_nonblocking(true).unwrap();
    let (asked, elsewhere) = (first.local_addr().unwrap(), second.local_addr().unwrap());
    std::thread::spawn(move || {
        for connection in first.incoming() {
            let mut connection = connection.unwrap();
            let _head = connection.read(&mut [0; 16_384]).unwrap();
            let answer = format!(
                "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://{elsewhere}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            );
            connection.write_all(answer.as_bytes()).unwrap();
        }
    });
    let refused = aws(format!("http://{asked}")).dynamodb().list_tables().send().await.unwrap_err();
    assert_eq!(refused.raw_response().map(|answer| answer.status().as_u16()), Some(307), "{refused:?}");
    assert_eq!(second.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "the client went where it was sent");
}
