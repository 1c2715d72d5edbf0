//! What an operator watches, in the text format of Prometheus, on a listener of its own: what it tells is nobody's else.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64},
    },
    time::Duration,
};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};
use tokio::net::TcpListener;

/// The type of what Prometheus reads.
const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// By what a conversation was ended.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Reason {
    reason: String,
}

/// What was refused in a room, and why.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Refusal {
    kind: &'static str,
    reason: &'static str,
}

/// By what a request was answered.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Status {
    status: u16,
}

/// The metrics of a server. Counting is cheap: one atomic addition.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// Conversations that are open.
    pub conversations: Gauge<i64, AtomicI64>,
    /// Conversations that the server ended.
    pub ended: Family<Reason, Counter>,
    /// Messages that clients sent.
    pub messages: Counter<u64, AtomicU64>,
    /// Messages that were sent to clients.
    pub deliveries: Counter<u64, AtomicU64>,
    /// Bytes that were sent to clients.
    pub delivered: Counter<u64, AtomicU64>,
    /// Drafts that are open.
    pub rooms: Gauge<i64, AtomicI64>,
    /// Changes on disk.
    pub changes: Counter<u64, AtomicU64>,
    /// How long batches took to reach the disk, in seconds.
    pub commits: Histogram,
    /// Batches that did not reach the disk.
    pub failures: Counter<u64, AtomicU64>,
    /// Changes, decisions and comments that rooms refused.
    pub refusals: Family<Refusal, Counter>,
    /// Requests, by the status of the answer.
    pub requests: Family<Status, Counter>,
    /// Dear answers that are worked on.
    pub dear_running: Gauge<i64, AtomicI64>,
    /// Dear answers that wait for their turn.
    pub dear_waiting: Gauge<i64, AtomicI64>,
    /// Dear answers that were refused, since too many waited or the wait was too long.
    pub dear_refused: Counter<u64, AtomicU64>,
}

/// One more of something, for as long as this lives.
#[derive(Debug)]
pub struct Counted(Gauge<i64, AtomicI64>);

impl Counted {
    /// Counts one.
    pub fn new(gauge: &Gauge<i64, AtomicI64>) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let commits = Histogram::new(exponential_buckets(0.0005, 2.0, 14));
        let mut metrics = Self {
            registry: Registry::with_prefix("adref"),
            conversations: Gauge::default(),
            ended: Family::default(),
            messages: Counter::default(),
            deliveries: Counter::default(),
            delivered: Counter::default(),
            rooms: Gauge::default(),
            changes: Counter::default(),
            commits,
            failures: Counter::default(),
            refusals: Family::default(),
            requests: Family::default(),
            dear_running: Gauge::default(),
            dear_waiting: Gauge::default(),
            dear_refused: Counter::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("conversations", "Conversations that are open", metrics.conversations.clone());
        registry.register("conversations_ended", "Conversations that the server ended", metrics.ended.clone());
        registry.register("messages", "Messages that clients sent", metrics.messages.clone());
        registry.register("deliveries", "Messages that were sent to clients", metrics.deliveries.clone());
        registry.register_with_unit("delivered", "What was sent to clients", Unit::Bytes, metrics.delivered.clone());
        registry.register("rooms", "Drafts that are open", metrics.rooms.clone());
        registry.register("changes", "Changes on disk", metrics.changes.clone());
        registry.register_with_unit("commit", "Time of a batch to the disk", Unit::Seconds, metrics.commits.clone());
        registry.register("commit_failures", "Batches that did not reach the disk", metrics.failures.clone());
        registry.register("refusals", "What rooms refused, by kind and reason", metrics.refusals.clone());
        registry.register("requests", "Requests by the status of the answer", metrics.requests.clone());
        registry.register("dear_running", "Dear answers that are worked on", metrics.dear_running.clone());
        registry.register("dear_waiting", "Dear answers that wait for their turn", metrics.dear_waiting.clone());
        registry.register("dear_refused", "Dear answers refused as busy", metrics.dear_refused.clone());
        metrics
    }
}

impl Metrics {
    /// A conversation was ended by the server.
    pub fn conversation_ended(&self, reason: &str) {
        self.ended.get_or_create(&Reason { reason: reason.into() }).inc();
    }

    /// A room refused something, for one of the reasons of docs/protocol.md.
    pub fn refused(&self, kind: &'static str, reason: &'static str) {
        self.refusals.get_or_create(&Refusal { kind, reason }).inc();
    }

    /// A request was answered.
    pub fn answered(&self, status: u16) {
        self.requests.get_or_create(&Status { status }).inc();
    }

    /// A message of so many bytes went to so many clients.
    pub fn delivered(&self, clients: usize, bytes: usize) {
        self.deliveries.inc_by(clients as u64);
        self.delivered.inc_by((clients * bytes) as u64);
    }

    /// A batch with so many changes is on disk.
    pub fn committed(&self, changes: usize, took: Duration) {
        self.changes.inc_by(changes as u64);
        self.commits.observe(took.as_secs_f64());
    }

    /// All of it as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _written = encode(&mut text, &self.registry);
        text
    }
}

/// Gives metrics until the process ends; answers where.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(address: SocketAddr, metrics: Arc<Metrics>) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let give = |State(metrics): State<Arc<Metrics>>| async move {
        ([(header::CONTENT_TYPE, FORMAT)], metrics.text()).into_response()
    };
    let router = Router::new().route("/metrics", get(give)).with_state(metrics);
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "metrics are not given any more");
        }
    });
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_told() {
        let metrics = Metrics::default();
        metrics.conversation_ended("slow");
        metrics.committed(3, Duration::from_millis(2));
        metrics.answered(404);
        metrics.refused("change", "late");
        let text = metrics.text();
        for line in [
            "adref_conversations_ended_total{reason=\"slow\"} 1",
            "adref_changes_total 3",
            "adref_commit_seconds_count 1",
            "adref_requests_total{status=\"404\"} 1",
            "adref_refusals_total{kind=\"change\",reason=\"late\"} 1",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
