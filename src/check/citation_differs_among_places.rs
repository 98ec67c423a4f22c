//! # citation-differs-among-places
//! **What it says.** Most places that offer a service cite a law or document in one way; this one cites it in another.
//! **Why it matters.** The odd one is probably a slip: a wrong number, or a misprint in the title of a document that no register lists.
//! **Example.** 《甲办法》（某部令第8号） in four places, 《甲办法》（某部令第3号） in the fifth.

use super::among::Among;
use super::citation_differs::form;
use super::outcome::Outcome;
use super::scope::Scope;
use super::shares::{counts, most};
use super::stretch::excerpt;
use super::{Check, Run};
use crate::evidence::{Said, Text};
use crate::field::Field;
use crate::finding::{Evidence, Finding};
use crate::item::{Citation, NumberVerdict};
use crate::text::{fold, is_blank};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const CHECK: Check = Check { code: "citation-differs-among-places", version: 1, run: Run::Dataset(run) };

/// So many documents must cite in the usual way, and they must be most of those that cite at all.
const LEAST: usize = 3;
/// Titles of so many characters may differ in two of them and still be meant as one.
const LONG_TITLE: usize = 8;

/// A citation of a service: the document, the item in it, and what is cited.
#[derive(Clone, Copy)]
struct Cited<'a> {
    document: usize,
    item: usize,
    citation: Said<'a, Citation>,
}

fn run(among: &Among) -> Vec<Outcome> {
    let mut outcomes = among.outcomes();
    let scopes = among.scopes;
    for concept in among.dataset().into_iter().flat_map(|dataset| &dataset.concepts) {
        let members = among.members(concept);
        let cited: Vec<Cited> = members.iter().flat_map(|member| citations(scopes, member.document, member.item)).collect();
        let mut laws: BTreeMap<String, Vec<Cited>> = BTreeMap::new();
        for cited in &cited {
            laws.entry(key(cited.citation.value())).or_default().push(*cited);
        }
        laws.values().for_each(|cited| numbers(cited, scopes, &mut outcomes));
        titles(&laws, scopes, &mut outcomes);
    }
    outcomes
}

fn citations<'a>(scopes: &[Scope<'a>], document: usize, item: usize) -> Vec<Cited<'a>> {
    let of_item = scopes.get(document).and_then(|scope| scope.document.items.get(item));
    let named = of_item.into_iter().flat_map(|of| of.legal_basis.each()).filter(|citation| citation.value().title.value.is_some());
    named.map(|citation| Cited { document, item, citation }).collect()
}

/// What is cited: the act where the register knows it, else the title.
fn key(citation: &Citation) -> String {
    match &citation.law {
        Some(law) => law.id.to_string(),
        None => fold(citation.title.value.as_deref().unwrap_or("")),
    }
}

/// The numbers given for one act or document. One that the register confirms is right, whatever the others say.
fn numbers(cited: &[Cited], scopes: &[Scope], outcomes: &mut [Outcome]) {
    let numbered: Vec<(&Cited, String)> =
        cited.iter().filter_map(|cited| Some((cited, form(cited.citation.value().number.as_ref()?)))).collect();
    let usual = usual(numbered.iter().map(|(cited, form)| (cited.document, form.as_str())));
    let is_usual = |form: &String| usual.as_ref().is_some_and(|(usual, _)| usual == form);
    let model = numbered.iter().find(|(_, form)| is_usual(form)).map(|(cited, _)| *cited);
    for (cited, form) in &numbered {
        let Some(outcome) = outcomes.get_mut(cited.document) else { continue };
        match &usual {
            None => outcome.leave_open(),
            Some((usual, _)) if usual == form || cited.citation.value().verdict.number == NumberVerdict::Consistent => outcome.pass(),
            Some((_, count)) => outcome.fail(differs(cited, model, *count, scopes)),
        }
    }
}

/// A title that most documents cite: how it reads, who cites it, and in which documents.
struct Usual<'a, 'b> {
    title: String,
    models: &'b [Cited<'a>],
    holders: BTreeSet<usize>,
}

/// Titles that the register does not know and that are nearly the one which most documents cite for this service.
fn titles(laws: &BTreeMap<String, Vec<Cited>>, scopes: &[Scope], outcomes: &mut [Outcome]) {
    let documents: BTreeSet<usize> = laws.values().flatten().map(|cited| cited.document).collect();
    let (mut usual, mut rare) = (Vec::new(), Vec::new());
    for (title, cited) in laws {
        let holders: BTreeSet<usize> = cited.iter().map(|cited| cited.document).collect();
        if holders.len() >= LEAST && holders.len() * 2 > documents.len() {
            usual.push(Usual { title: model_title(title, cited), models: cited, holders });
        } else if cited.iter().all(|cited| cited.citation.value().law.is_none()) {
            rare.push((title, cited));
        }
    }
    for (title, cited) in rare {
        let Some(usual) = usual.iter().find(|usual| is_near(title, &usual.title)) else { continue };
        for cited in cited.iter().filter(|cited| !usual.holders.contains(&cited.document)) {
            if let Some(outcome) = outcomes.get_mut(cited.document) {
                outcome.fail(differs(cited, usual.models.first(), usual.holders.len(), scopes));
            }
        }
    }
}

/// The title by which `models` are cited; the key of an act is its id.
fn model_title(key: &str, models: &[Cited]) -> String {
    let title = models.first().and_then(|cited| cited.citation.value().title.value.as_deref());
    title.map_or_else(|| key.to_owned(), fold)
}

fn is_near(one: &str, other: &str) -> bool {
    let numerals = |title: &str| title.chars().filter(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).collect::<String>();
    let limit = if one.chars().count() >= LONG_TITLE { 2 } else { 1 };
    one != other && one.chars().count() > 4 && numerals(one) == numerals(other) && strsim::osa_distance(one, other) <= limit
}

/// The form that most documents have, and how many; `None` where too few agree.
fn usual<'a>(forms: impl Iterator<Item = (usize, &'a str)>) -> Option<(String, usize)> {
    let held: BTreeSet<(usize, &str)> = forms.collect();
    let documents = held.iter().map(|(document, _)| document).collect::<BTreeSet<_>>().len();
    let counts = counts(held.iter().map(|(_, form)| *form));
    let usual = most(&counts)?;
    let count = counts.get(usual).copied().unwrap_or(0);
    (count >= LEAST && count * 2 > documents).then(|| ((*usual).to_owned(), count))
}

fn differs(cited: &Cited, model: Option<&Cited>, count: usize, scopes: &[Scope]) -> Finding {
    let here = said(cited.citation.value());
    let usual = model.map(|model| said(model.citation.value())).unwrap_or_default();
    let finding = Finding::new("citation-differs-among-places").with("here", &here).with("usual", &usual).with("count", count);
    let mut finding = finding.item(cited.item).field(Field::LegalBasis).expected(usual).actual(here);
    finding.evidence.extend(evidence(cited, None, scopes));
    if let Some(model) = model {
        finding.evidence.extend(evidence(model, Some(model.document as u32), scopes));
    }
    finding
}

/// The citation as it stands; `source`: in which document, if not the one at hand.
fn evidence(cited: &Cited, source: Option<u32>, scopes: &[Scope]) -> Option<Evidence> {
    let places = cited.citation.placed().at;
    let excerpt = scopes.get(cited.document).and_then(|scope| excerpt(scope.document, &places));
    Some(Evidence {
        source,
        at: places.first().copied()?,
        text: excerpt.map_or_else(|| Text::from(said(cited.citation.value())), Text::from),
    })
}

/// 《title》（number） without the blanks of wrapped lines.
fn said(citation: &Citation) -> String {
    let title = citation.title.value.as_deref().unwrap_or("");
    let number = citation.number.as_ref().map(|number| format!("（{}）", number.raw)).unwrap_or_default();
    format!("《{title}》{number}").chars().filter(|c| !is_blank(*c)).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::sample::{checked, said};

    fn table(basis: &str, place: &str) -> String {
        format!("序号\t一级事项\t二级事项\t公开内容\t公开依据\t公开主体\n1\t读者服务\t读者证办理\t指南\t{basis}\t{place}文化局\n")
    }

    fn tables(usual: &str, odd: &str) -> Vec<String> {
        let bases = [usual, usual, usual, odd, usual];
        bases.iter().zip(["青山县", "云岭县", "石河县", "白塘县", "龙泉县"]).map(|(basis, place)| table(basis, place)).collect()
    }

    #[test]
    fn a_number_unlike_that_of_other_places_is_told() {
        let texts = tables("《读者证管理办法》（文化部令第8号）", "《读者证管理办法》（文化部令第3号）");
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let told = "2: `《读者证管理办法》（文化部令第3号）`; for the same service 4 documents cite `《读者证管理办法》（文化部令第8号）`";
        assert_eq!(said(&texts, "citation-differs-among-places"), [told]);
        let run = checked(&texts);
        let finding = run.checked.findings.iter().find(|finding| finding.code.as_str() == "citation-differs-among-places").unwrap();
        let sources: Vec<Option<u32>> = finding.evidence.iter().map(|evidence| evidence.source).collect();
        assert_eq!((finding.source, sources), (Some(3), vec![None, Some(0)]), "both sides are quoted");
    }

    #[test]
    fn a_title_nearly_that_of_other_places_is_told() {
        let texts = tables("《关于建立读者证协同工作机制的通知》", "《关于建议读者证协同工作机制的通知》");
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(said(&texts, "citation-differs-among-places").len(), 1);
    }

    #[test]
    fn what_is_right_or_has_no_majority_is_not_told() {
        let act = "《中华人民共和国政府信息公开条例》";
        for (usual, odd) in [
            // The register knows better than the majority.
            (format!("{act}（国务院令第722号）"), format!("{act}（国务院令第711号）")),
            ("《读者证管理办法》（文化部令第8号）".to_owned(), "《读者证管理办法》".to_owned()),
            ("《读者证第一期管理办法》".to_owned(), "《读者证第二期管理办法》".to_owned()),
            ("《社会保险法》".to_owned(), "《失业保险条例》".to_owned()),
        ] {
            let texts = tables(&usual, &odd);
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            assert!(said(&texts, "citation-differs-among-places").is_empty(), "{usual} {odd}");
        }
        let texts = [table("《读者证管理办法》（文化部令第8号）", "青山县"), table("《读者证管理办法》（文化部令第3号）", "云岭县")];
        assert!(said(&[texts[0].as_str(), texts[1].as_str()], "citation-differs-among-places").is_empty());
    }
}
