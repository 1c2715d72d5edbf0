use std::{path::Path, time::Duration};

use client_core::{
    device::{DeviceKey, possession_message},
    model::Directory,
    view::{self, DelegationView},
};
use serde_json::{Value, json};
use ureq::{Agent, Body, http::Response};
use url::Url;

use super::{
    device,
    trust::{self, Trust},
};
use crate::{cli::Failure, http::hex};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is needed to join.
pub struct Entrance {
    /// The session's secret.
    pub secret: String,
    /// The draft's slug.
    pub draft: String,
    /// The address of its WebSocket.
    pub socket: Url,
    /// Who takes part: groups speak for their members.
    pub directory: Directory,
    /// The key of this device, where it signs.
    pub device: Option<DeviceKey>,
}

/// Whether somebody wants to sign, and where the key is if it is not where it usually is.
pub struct Device<'a> {
    pub asked: bool,
    pub place: Option<&'a Path>,
}

/// Uses an invitation, and chooses the draft where none is named.
pub fn enter(
    base: &Url,
    token: &str,
    name: &str,
    delegation: &str,
    draft: Option<&str>,
    device: Device<'_>,
    trust: &Trust,
) -> Result<Entrance, Failure> {
    let root = base.as_str().trim_end_matches('/');
    // Who is sent elsewhere is not followed: what is shown opens the door.
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .tls_config(trust.of_requests())
        .max_redirects(0)
        .build()
        .into();
    let body = json!({"invitation": token, "name": name, "delegation": delegation});
    let joined = answer(agent.post(format!("{root}/api/sessions")).send_json(&body))?;
    let secret = text(&joined, "session")?;
    let must_sign = joined.get("mustSign").and_then(Value::as_bool).unwrap_or_default();
    let device = (device.asked || must_sign).then(|| device::key(device.place)).transpose()?;
    if let Some(device) = &device {
        let person = joined.get("person").and_then(|person| person.get("id")).and_then(Value::as_str);
        let person = person.and_then(|id| id.parse().ok()).ok_or_else(something_else)?;
        let body = json!({
            "key": hex(&device.public()),
            "proof": hex(&device.sign(&possession_message(person))),
        });
        let request = agent.post(format!("{root}/api/session/device"));
        answer(request.header("authorization", format!("Bearer {secret}")).send_json(&body))?;
    }
    let draft = match draft {
        Some(draft) => draft.to_owned(),
        None => {
            let request = agent.get(format!("{root}/api/drafts")).header("authorization", format!("Bearer {secret}"));
            let drafts = answer(request.call())?;
            let none = || Failure::new("the server has no drafts", "Bring one in with `adref import`.");
            text(drafts.get(0).ok_or_else(none)?, "slug")?
        }
    };
    let request = agent.get(format!("{root}/api/delegations")).header("authorization", format!("Bearer {secret}"));
    let listed: Vec<DelegationView> = serde_json::from_value(answer(request.call())?).unwrap_or_default();
    let directory = view::read_directory(listed).unwrap_or_default();
    let mut socket = base.clone();
    let path = socket.set_scheme(if base.scheme() == "https" { "wss" } else { "ws" }).and_then(|()| {
        let mut segments = socket.path_segments_mut()?;
        segments.clear().extend(["ws", "drafts", &draft]);
        Ok(())
    });
    path.map_err(|()| Failure::new("this is no address of a server", "Check the link."))?;
    Ok(Entrance { secret, draft, socket, directory, device })
}

fn answer(response: Result<Response<Body>, ureq::Error>) -> Result<Value, Failure> {
    let mut response = response.map_err(|error| trust::told(&error))?;
    let value: Value = response.body_mut().read_json().unwrap_or_default();
    if response.status().is_success() {
        return Ok(value);
    }
    if response.status().is_redirection() {
        let hint = "Use the link as the server gives it; most likely it begins with https.";
        return Err(Failure::new("the server sends you elsewhere, and the link is not carried there", hint));
    }
    let said = |field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
    let message = said("message").unwrap_or_else(|| format!("the server answered {}", response.status()));
    Err(Failure::new(message, said("hint").unwrap_or_default()))
}

fn text(value: &Value, field: &str) -> Result<String, Failure> {
    let found = value.get(field).and_then(Value::as_str).map(str::to_owned);
    found.ok_or_else(something_else)
}

fn something_else() -> Failure {
    Failure::new("the server answered something else", "Use the same version on both sides.")
}
