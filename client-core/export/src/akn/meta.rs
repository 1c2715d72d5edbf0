//! `<meta>`: what the document is, whom and what it refers to, and what only we have a word for.

use std::collections::{BTreeMap, BTreeSet};

use client_core::model::{BracketId, ProposalId, Timestamp};

use super::{AknOptions, OWN_NAMESPACE, date, marks::Mark, xml::Xml};
use crate::{json, whole::Whole};

/// The day of a document whose day XML cannot say.
const NO_DAY: &str = "1970-01-01";

/// The agent of everything that is said in `<meta>`.
const SOURCE: (&str, &str) = ("source", "#adref");

/// Whom and when marks refer to.
pub(super) struct References {
    /// Delegations, each with its name in the document.
    delegations: BTreeMap<String, String>,
    /// Times, each with its number.
    times: BTreeMap<Timestamp, usize>,
}

impl References {
    /// Those of a draft.
    pub fn of<'a>(whole: &Whole, marks: impl Iterator<Item = &'a Mark>) -> Self {
        let names: BTreeSet<&String> = whole.draft.brackets.values().map(|bracket| &bracket.delegation).collect();
        let named = (1..).zip(names.into_iter().filter(|name| !name.is_empty()));
        let marked: BTreeSet<BracketId> = marks
            .filter_map(|mark| match mark {
                Mark::Proposed(id) | Mark::ToGo(id) => Some(*id),
                Mark::Gone(_) => None,
            })
            .collect();
        let brackets = marked.iter().filter_map(|id| whole.draft.brackets.get(id));
        let times: BTreeSet<Timestamp> = brackets
            .filter(|bracket| !bracket.delegation.is_empty() && date::date_time(bracket.opened_at).is_some())
            .map(|bracket| bracket.opened_at)
            .collect();
        Self {
            delegations: named.map(|(n, name): (usize, _)| (name.clone(), format!("delegation_{n}"))).collect(),
            times: times.into_iter().zip(1..).collect(),
        }
    }

    /// Who, as a reference; empty for nobody.
    pub fn delegation(&self, name: &str) -> String {
        self.delegations.get(name).map(|id| format!("#{id}")).unwrap_or_default()
    }

    /// When, as a reference to a period; empty when nobody knows.
    pub fn period(&self, at: Timestamp) -> String {
        self.times.get(&at).map(|n| format!("#period_{n}")).unwrap_or_default()
    }
}

/// Writes `<meta>`.
pub(super) fn write(xml: &mut Xml, whole: &Whole, options: &AknOptions, references: &References) {
    xml.open("meta", &[]);
    xml.line();
    identification(xml, whole, options);
    events(xml, references);
    refer(xml, whole, references);
    xml.open("proprietary", &[SOURCE]);
    xml.leaf("adref:draft", &[("xmlns:adref", OWN_NAMESPACE)], &json::write_without_words(whole));
    xml.close();
    xml.line();
    xml.close();
    xml.line();
}

fn identification(xml: &mut Xml, whole: &Whole, options: &AknOptions) {
    let draft = &whole.draft;
    let day = date::date_time(options.date).map_or_else(|| NO_DAY.into(), |(day, _)| day);
    let work = format!("/akn/un/statement/resolutionDraft/{day}/{}", draft.slug);
    let language = language(&draft.language);
    let expression = format!("{work}/{language}@{day}");
    let manifestation = format!("{expression}.akn");
    xml.open("identification", &[SOURCE]);
    xml.line();
    for (level, uri) in [("FRBRWork", &work), ("FRBRExpression", &expression), ("FRBRManifestation", &manifestation)] {
        xml.open(level, &[]);
        let this = match level {
            "FRBRManifestation" => format!("{expression}/!main.akn"),
            _ => format!("{uri}/!main"),
        };
        xml.empty("FRBRthis", &[("value", &this)]);
        xml.empty("FRBRuri", &[("value", uri)]);
        if level == "FRBRWork" {
            let title = if draft.title.trim().is_empty() { &draft.slug } else { &draft.title };
            xml.empty("FRBRalias", &[("value", title), ("name", "title")]);
        }
        xml.empty("FRBRdate", &[("date", &day), ("name", "draft")]);
        xml.empty("FRBRauthor", &[("href", "#un"), ("as", "#author")]);
        match level {
            "FRBRWork" => {
                xml.empty("FRBRcountry", &[("value", "un")]);
                xml.empty("FRBRsubtype", &[("value", "resolutionDraft")]);
                xml.empty("FRBRnumber", &[("value", &draft.slug)]);
            }
            "FRBRExpression" => xml.empty("FRBRlanguage", &[("language", language)]),
            _ => xml.empty("FRBRformat", &[("value", "application/akn+xml")]),
        }
        xml.close();
        xml.line();
    }
    xml.close();
    xml.line();
}

/// The events that marks refer to, each as a period that begins with it.
fn events(xml: &mut Xml, references: &References) {
    if references.times.is_empty() {
        return;
    }
    xml.open("lifecycle", &[SOURCE]);
    for (at, n) in &references.times {
        let time = date::date_time(*at).map(|(_, time)| time).unwrap_or_default();
        xml.empty("eventRef", &[("eId", &format!("event_{n}")), ("date", &time), SOURCE, ("type", "amendment")]);
    }
    xml.close();
    xml.line();
    xml.open("temporalData", &[SOURCE]);
    for n in references.times.values() {
        xml.open("temporalGroup", &[("eId", &format!("period_{n}"))]);
        xml.empty("timeInterval", &[("start", &format!("#event_{n}")), ("refersTo", "#proposed")]);
        xml.close();
    }
    xml.close();
    xml.line();
}

fn refer(xml: &mut Xml, whole: &Whole, references: &References) {
    xml.open("references", &[SOURCE]);
    xml.line();
    let mut refer = |element: &'static str, id: &str, class: &str, shown: &str| {
        let href = format!("/akn/ontology/{class}/un/{id}");
        let shown = if shown.trim().is_empty() { id } else { shown };
        xml.empty(element, &[("eId", id), ("href", &href), ("showAs", shown)]);
        xml.line();
    };
    refer("TLCOrganization", "un", "organization", "United Nations");
    refer("TLCOrganization", "adref", "organization", "Adref");
    refer("TLCRole", "author", "role", "author");
    refer("TLCConcept", "proposed", "concept", "proposed");
    for (name, id) in &references.delegations {
        refer("TLCOrganization", id, "organization", name);
    }
    for id in whole.draft.brackets.keys() {
        refer("TLCConcept", &bracket_name(*id), "concept", "[ ]");
    }
    for id in whole.draft.proposals.keys() {
        refer("TLCConcept", &proposal_name(*id), "concept", "proposal");
    }
    xml.close();
    xml.line();
}

/// What signs of a bracket refer to.
pub(super) fn bracket_name(id: BracketId) -> String {
    format!("bracket_{id}")
}

/// What the place of a split refers to.
pub(super) fn proposal_name(id: ProposalId) -> String {
    format!("proposal_{id}")
}

/// The language with three letters, as the names of documents have it.
fn language(tag: &str) -> &'static str {
    const LANGUAGES: [(&str, &str); 6] =
        [("ar", "ara"), ("en", "eng"), ("es", "spa"), ("fr", "fra"), ("ru", "rus"), ("zh", "zho")];
    let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    LANGUAGES.iter().find(|(two, three)| primary == *two || primary == *three).map_or("und", |(_, three)| three)
}
