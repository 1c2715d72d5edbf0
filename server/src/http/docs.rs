//! The description as a page: plain HTML made here, without a script and without anything from elsewhere.

use std::fmt::Write;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::{ApiError, caller::Anybody, describe};

/// How the page looks.
const STYLE: &str = include_str!("docs.css");

/// The methods, in the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The description as a page
#[utoipa::path(get, operation_id = "get_docs", path = "/api/docs", tag = "server", security(()), responses((status = 200, body = String, content_type = "text/html")))]
pub async fn page(_: Anybody) -> Result<Response, ApiError> {
    let (_, text) = describe::served()?;
    let api: Value = serde_json::from_str(text).map_err(|_| ApiError::Internal)?;
    let mut html = String::new();
    // A `String` takes whatever is written.
    write_page(&mut html, &api).map_err(|_| ApiError::Internal)?;
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, html).into_response())
}

/// The style of the page
#[utoipa::path(get, operation_id = "get_docs_style", path = "/api/docs.css", tag = "server", security(()), responses((status = 200, body = String, content_type = "text/css")))]
pub async fn style() -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, STYLE).into_response()
}

fn write_page(html: &mut String, api: &Value) -> std::fmt::Result {
    let title = words(&api["info"]["title"]);
    write!(
        html,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}: HTTP API</title>\
         <link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body><a class=\"skip\" href=\"#main\">To the routes</a>"
    )?;
    write!(html, "<nav aria-label=\"Contents\"><p class=\"mark\">{title}</p><ul>")?;
    for tag in items(&api["tags"]) {
        let name = words(&tag["name"]);
        write!(html, "<li><a href=\"#tag-{name}\">{name}</a><ul>")?;
        for (path, method, operation) in of_tag(api, tag) {
            let (id, summary) = (words(&operation["operationId"]), words(&operation["summary"]));
            write!(
                html,
                "<li><a href=\"#{id}\" title=\"{} {}\">{summary}</a></li>",
                method.to_uppercase(),
                escape(path)
            )?;
        }
        html.push_str("</ul></li>");
    }
    html.push_str("<li><a href=\"#schemas\">shapes</a></li></ul></nav><main id=\"main\"><header>");
    write!(html, "<h1>HTTP API</h1>")?;
    paragraphs(html, &api["info"]["description"])?;
    html.push_str("<p><a href=\"/api/openapi.json\">The description for programs</a> (OpenAPI 3.1)</p></header>");
    for tag in items(&api["tags"]) {
        let name = words(&tag["name"]);
        write!(html, "<section id=\"tag-{name}\"><h2>{}</h2>", words(&tag["description"]))?;
        for (path, method, operation) in of_tag(api, tag) {
            write_operation(html, path, method, operation)?;
        }
        html.push_str("</section>");
    }
    html.push_str("<section id=\"schemas\"><h2>Shapes</h2>");
    for (name, schema) in api["components"]["schemas"].as_object().into_iter().flatten() {
        let name = escape(name);
        write!(html, "<article id=\"schema-{name}\"><h3>{name}</h3>")?;
        paragraphs(html, &schema["description"])?;
        write_schema(html, schema)?;
        html.push_str("</article>");
    }
    html.push_str("</section></main></body></html>");
    Ok(())
}

fn write_operation(html: &mut String, path: &str, method: &str, operation: &Value) -> std::fmt::Result {
    let (id, upper) = (words(&operation["operationId"]), method.to_uppercase());
    write!(html, "<article id=\"{id}\"><h3>{}</h3>", words(&operation["summary"]))?;
    write!(html, "<p class=\"route\"><span class=\"method {method}\">{upper}</span> <code>{}</code>", escape(path))?;
    if operation["security"].as_array().is_some_and(|all| all.iter().any(|one| one.get("bearer").is_some())) {
        html.push_str(" <span class=\"who\">with a session or a token</span>");
    }
    html.push_str("</p>");
    paragraphs(html, &operation["description"])?;
    let parameters: Vec<&Value> = items(&operation["parameters"]).collect();
    if !parameters.is_empty() {
        html.push_str("<h4>Asked with</h4><dl>");
        for parameter in parameters {
            let place = if parameter["in"] == "path" { "in the path" } else { "behind the ?" };
            write!(
                html,
                "<dt><code>{}</code> <span>{}, {place}</span></dt><dd>",
                words(&parameter["name"]),
                shape(&parameter["schema"])
            )?;
            write!(html, "{}</dd>", marked(&parameter["description"]))?;
        }
        html.push_str("</dl>");
    }
    for (_, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        write!(html, "<h4>Body</h4><p>{}</p>", shape(&content["schema"]))?;
    }
    html.push_str("<h4>Answers</h4><dl class=\"answers\">");
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        write!(
            html,
            "<dt><code class=\"s{}\">{status}</code></dt><dd>{}",
            &status[..1],
            marked(&response["description"])
        )?;
        for (media, content) in response["content"].as_object().into_iter().flatten() {
            let shape = shape(&content["schema"]);
            write!(html, " <span>{}</span>", if media == "application/json" { shape } else { escape(media) })?;
        }
        html.push_str("</dd>");
    }
    html.push_str("</dl></article>");
    Ok(())
}

fn write_schema(html: &mut String, schema: &Value) -> std::fmt::Result {
    for part in items(&schema["allOf"]) {
        write_schema(html, part)?;
    }
    if schema["properties"].is_object() {
        html.push_str("<dl>");
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let needed = items(&schema["required"]).any(|required| required == name);
            let absent = if needed { "" } else { ", may be absent" };
            write!(html, "<dt><code>{}</code> <span>{}{absent}</span></dt>", escape(name), shape(property))?;
            write!(html, "<dd>{}</dd>", marked(&property["description"]))?;
        }
        html.push_str("</dl>");
        return Ok(());
    }
    if schema["oneOf"].is_array() {
        html.push_str("<p>One of:</p><ul class=\"variants\">");
        for variant in items(&schema["oneOf"]) {
            html.push_str("<li>");
            html.push_str(&marked(&variant["description"]));
            if variant["properties"].is_object() {
                write_schema(html, variant)?;
            } else {
                write!(html, " <span>{}</span>", shape(variant))?;
            }
            html.push_str("</li>");
        }
        html.push_str("</ul>");
    } else if !schema["allOf"].is_array() {
        write!(html, "<p><span>{}</span></p>", shape(schema))?;
    }
    Ok(())
}

/// What a value looks like, in a few words.
fn shape(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        return format!("<a href=\"#schema-{0}\">{0}</a>", escape(name));
    }
    if schema["enum"].is_array() {
        return items(&schema["enum"])
            .map(|value| format!("<code>{}</code>", words(value)))
            .collect::<Vec<_>>()
            .join(" or ");
    }
    if schema["oneOf"].is_array() {
        return items(&schema["oneOf"]).map(shape).collect::<Vec<_>>().join(" or ");
    }
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().map(words).collect::<Vec<_>>().join(" or "),
        kind if kind == "array" => format!("list of {}", shape(&schema["items"])),
        kind if kind == "object" && schema["properties"].is_object() => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            let fields = fields.map(|(name, field)| format!("<code>{}</code>: {}", escape(name), shape(field)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        kind if kind == "object" => "object".into(),
        kind => words(kind),
    }
}

/// The operations of a tag, with path and method.
fn of_tag<'a>(api: &'a Value, tag: &'a Value) -> impl Iterator<Item = (&'a str, &'static str, &'a Value)> {
    let paths = api["paths"].as_object().into_iter().flatten();
    let all = paths.flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(|method| Some((path.as_str(), method, item.get(method)?)))
    });
    all.filter(|(_, _, operation)| operation["tags"][0] == tag["name"])
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn words(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn paragraphs(html: &mut String, value: &Value) -> std::fmt::Result {
    for paragraph in value.as_str().unwrap_or_default().split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
        write!(html, "<p>{}</p>", with_code(paragraph))?;
    }
    Ok(())
}

fn marked(value: &Value) -> String {
    with_code(value.as_str().unwrap_or_default())
}

/// Words with what stands between backticks as code.
fn with_code(words: &str) -> String {
    let pieces = words.split('`').enumerate();
    pieces
        .map(|(at, piece)| if at % 2 == 1 { format!("<code>{}</code>", escape(piece)) } else { escape(piece) })
        .collect()
}

fn escape(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_words_and_code_is_code() {
        assert_eq!(with_code("a <b> `c & d`"), "a &lt;b&gt; <code>c &amp; d</code>");
    }
}
