//! fields/citation/judge: what the register says about a citation: which act is meant, whether its number is right, whether it is in force.

use super::number::{Numbered, printed};
use super::titles::without_version;
use crate::evidence::{Places, Text};
use crate::finding::{Finding, Staged};
use crate::item::{DocumentNumber, ForceVerdict, LawRef, NumberVerdict, TitleVerdict, Verdict};
use crate::tables::Tables;
use crate::tables::known::Reading;
use crate::tables::laws::{Action, Law, Order, Status, TitleForm};
use crate::text::fold;

/// What a cell cites in one place.
pub(super) struct Cited<'a> {
    /// The title, where one is given.
    pub(super) title: Option<Text>,
    /// The numbers given with it.
    pub(super) numbers: Vec<(&'a Numbered, DocumentNumber)>,
    /// The whole citation as it stands.
    pub(super) raw: Text,
    /// Where.
    pub(super) at: Places,
}

/// What the register says about it.
pub(super) struct Judged {
    /// The act meant, where that is sure.
    pub(super) law: Option<LawRef>,
    /// The number that counts, of those given.
    pub(super) number: Option<DocumentNumber>,
    /// The verdict.
    pub(super) verdict: Verdict,
}

/// The register on a day.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    tables: &'a Tables,
    published: Option<&'a str>,
    /// The day: the document's, else today, else the newest of the register.
    date: &'a str,
}

/// Which act a title and a number name together.
#[derive(Clone, Debug)]
pub(super) struct Meant<'a> {
    form: TitleVerdict,
    law: Option<&'a Law>,
    /// A document that is no act.
    document: Option<LawRef>,
    /// The known title that is near to the one given.
    near: Option<Text>,
}

/// Whose number a wrong number is.
enum Owner<'a> {
    Act(&'a Law),
    /// A decision that amended several acts.
    Decision(&'a Order),
}

impl<'a> Judge<'a> {
    pub(super) fn new(tables: &'a Tables, published: Option<&'a str>, as_of: Option<&'a str>) -> Self {
        let date = published.or(as_of).or_else(|| tables.laws.as_of().map(Text::as_str)).unwrap_or("");
        Judge { tables, published, date }
    }

    /// What the register says about what cannot be read.
    pub(super) fn nothing(&self) -> Verdict {
        Verdict {
            title: TitleVerdict::Unknown,
            number: NumberVerdict::Unchecked,
            force: ForceVerdict::Unknown,
            as_of_document: self.published.map(Text::from),
            as_of_register: self.tables.laws.as_of().cloned(),
        }
    }

    /// What the register says about `cited`, which means `meant`.
    pub(super) fn judge(&self, cited: &Cited, meant: &Meant) -> Staged<Judged> {
        let number = chosen(cited, meant.law);
        let mut findings = Vec::new();
        if let Some(near) = &meant.near {
            findings.push(citation_title_near(cited, near));
        }
        let (number_verdict, finding) = self.number(cited, meant.law, number);
        findings.extend(finding);
        // Beside the act's own number a bracket may have a wrong one.
        for other in cited.numbers.iter().filter(|(other, _)| number.is_some_and(|(chosen, _)| chosen.range != other.range)) {
            let (verdict, finding) = self.number(cited, meant.law, Some((other.0, &other.1)));
            findings.extend(finding.filter(|_| matches!(verdict, NumberVerdict::OtherAct | NumberVerdict::NoSuchAct)));
        }
        let force = meant.law.map_or(ForceVerdict::Unknown, |law| self.force(law));
        if let Some(law) = meant.law.filter(|_| force == ForceVerdict::Repealed) {
            findings.push(citation_act_repealed(cited, law));
        }
        let verdict = Verdict {
            title: meant.form,
            number: number_verdict,
            force,
            as_of_register: meant.law.and_then(|law| law.as_of.clone()).or_else(|| self.tables.laws.as_of().cloned()),
            ..self.nothing()
        };
        let law = meant.law.map(|law| LawRef { id: law.id.clone(), title: law.title.clone() }).or_else(|| meant.document.clone());
        let number = number.map(|(_, number)| number.clone());
        Staged { output: Judged { law, number, verdict }, findings }
    }

    /// Which act `title` and `numbers`, as far as they are given, mean.
    pub(super) fn meant(&self, title: Option<&str>, numbers: &[Numbered]) -> Meant<'a> {
        let Some(title) = title else { return self.meant_by_number(numbers) };
        let laws = &self.tables.laws;
        let full = |title: &str| {
            self.tables.citations.full_title(title).and_then(|full| laws.by_title(full)).map(|(_, acts)| (TitleForm::Short, acts))
        };
        let known = |title: &str| laws.by_title(title).or_else(|| full(title));
        let bare = without_version(title);
        // 《某法》实施条例 is 某法实施条例.
        let unmarked = without_marks(bare);
        let otherwise = [bare, &unmarked].into_iter().filter(|other| *other != title);
        if let Some((form, acts)) = std::iter::once(title).chain(otherwise).find_map(known) {
            let law = acts
                .iter()
                .copied()
                .find(|law| numbers.iter().any(|number| order_of(law, &number.series, number.value).is_some()))
                .or(acts.first().copied());
            let near = law.filter(|_| matches!(form, TitleForm::Longer | TitleForm::Alike)).map(|law| law.title.clone());
            return Meant { form: title_verdict(form), law, document: None, near };
        }
        self.meant_by_document(title).or_else(|| self.meant_nearly(title, numbers)).unwrap_or(Meant::unknown())
    }

    /// A document that is no act, by its title or nearly so. An entry without a source is no ground for a title to be exact.
    fn meant_by_document(&self, title: &str) -> Option<Meant<'a>> {
        let (distance, document) = self.tables.citations.document_like(title, 2)?;
        match distance {
            0 if document.source.is_none() => None,
            0 => {
                let exact = LawRef { id: document.id.clone(), title: document.title.clone() };
                Some(Meant { form: TitleVerdict::Exact, law: None, document: Some(exact), near: None })
            }
            _ => Some(Meant { form: TitleVerdict::Near, law: None, document: None, near: Some(document.title.clone()) }),
        }
    }

    /// An act of nearly this title. It is the one meant only where the number says so too: 供水条例 and 供热条例 are near and two.
    fn meant_nearly(&self, title: &str, numbers: &[Numbered]) -> Option<Meant<'a>> {
        let words = &self.tables.citations.words;
        let nearest = |title: &str| -> Vec<&'a Law> {
            let laws = &self.tables.laws;
            let near = self.tables.known.once(Reading::NearestActs, title, || -> Vec<Text> {
                let near = laws.nearest(title).into_iter().filter(|law| !words.differ_in_kind(title, &law.title));
                near.map(|law| law.id.clone()).collect()
            });
            near.iter().filter_map(|id| laws.get(id)).collect()
        };
        let bare = without_version(title);
        let near = Some(nearest(title)).filter(|near| !near.is_empty() || bare == title).unwrap_or_else(|| nearest(bare));
        let is_numbered =
            |law: &&Law| numbers.iter().any(|number| order_of(law, &number.series, number.value).is_some_and(|order| order.confirmed));
        let title = without_version(title);
        let owner = || self.owners(numbers).filter(is_numbered).find(|law| is_like(title, &law.title) || is_abridged(title, &law.title));
        let numbered = near.iter().copied().find(|law| is_numbered(law)).or_else(owner);
        let shown = match numbered {
            Some(law) => law.title.clone(),
            None if near.is_empty() => return None,
            None => near.iter().map(|law| law.title.as_str()).collect::<Vec<_>>().join("、").into(),
        };
        Some(Meant { form: TitleVerdict::Near, law: numbered, document: None, near: Some(shown) })
    }

    /// A number without a title names the act that it issued, where numbers of its series never repeat.
    fn meant_by_number(&self, numbers: &[Numbered]) -> Meant<'a> {
        let law = self.owners(numbers).find(|law| law.status != Status::Appointment);
        Meant { form: if law.is_some() { TitleVerdict::Exact } else { TitleVerdict::Unknown }, law, document: None, near: None }
    }

    /// The acts that `numbers` issued or revised by themselves.
    fn owners(&self, numbers: &[Numbered]) -> impl Iterator<Item = &'a Law> {
        numbers.iter().filter_map(|number| match self.owner(&number.series, number.value)? {
            Owner::Act(law) => Some(law),
            Owner::Decision(_) => None,
        })
    }

    /// Whose the number is, as far as a collection confirms it; only for series that never start again.
    fn owner(&self, series: &str, number: Option<u32>) -> Option<Owner<'a>> {
        let number = number.filter(|_| self.tables.citations.is_unique(series))?;
        let mut decision = None;
        for (law, order) in self.tables.laws.orders(series, number).filter(|(_, order)| order.confirmed) {
            match order.action {
                Action::AmendedWithOthers => decision = Some(Owner::Decision(order)),
                Action::Issued | Action::RevisedOrAmendedAlone => return Some(Owner::Act(law)),
            }
        }
        decision
    }

    fn number(&self, cited: &Cited, law: Option<&Law>, number: Option<(&Numbered, &DocumentNumber)>) -> (NumberVerdict, Option<Finding>) {
        let Some((numbered, number)) = number else { return (NumberVerdict::NotGiven, None) };
        if number.number.is_none() {
            let finding = citation_number_malformed(cited, numbered, number, law.and_then(|law| self.present(law)));
            return (NumberVerdict::Malformed, Some(finding));
        }
        if let Some(law) = law
            && let Some(order) = order_of(law, &number.series, number.number)
        {
            return self.own_number(cited, law, order, (numbered, number));
        }
        self.foreign_number(cited, law, number)
    }

    /// The number is one of the act's: the present one, an older one, or that of a decision which amended others too.
    fn own_number(
        &self,
        cited: &Cited,
        law: &Law,
        order: &Order,
        (numbered, number): (&Numbered, &DocumentNumber),
    ) -> (NumberVerdict, Option<Finding>) {
        let present = self.present(law);
        // A number that no collection states shows nothing, neither that it is right nor that it is wrong.
        if !order.confirmed {
            return (NumberVerdict::Unchecked, None);
        }
        if order.action == Action::AmendedWithOthers {
            return match order.acts_touched.is_some_and(|touched| touched > 1) {
                true => (NumberVerdict::Amending, Some(citation_number_amending(cited, law, order, number, present))),
                false => (NumberVerdict::Unchecked, None),
            };
        }
        let newer = present.filter(|present| order.date.is_some() && order.date < present.date);
        match newer {
            Some(newer) => (NumberVerdict::Superseded, Some(citation_number_superseded(cited, law, number, newer))),
            None => (
                if law.lacks_reissue() { NumberVerdict::Unchecked } else { NumberVerdict::Consistent },
                wrong_year(law, order, numbered, number).map(|year| citation_year_differs(cited, number, order, year)),
            ),
        }
    }

    /// The number is none of the act's. Only where a collection says whose it is, and that it cannot be this act's, is anybody accused.
    fn foreign_number(&self, cited: &Cited, law: Option<&Law>, number: &DocumentNumber) -> (NumberVerdict, Option<Finding>) {
        let present = law.and_then(|law| self.present(law));
        match self.owner(&number.series, number.number) {
            // The decision to revise that act has this number by right.
            Some(Owner::Act(other)) if cited.title.as_deref().is_some_and(|title| is_decision_on(title, other)) => {
                (NumberVerdict::Unchecked, None)
            }
            Some(Owner::Act(other)) if other.status == Status::Appointment => {
                (NumberVerdict::NoSuchAct, Some(citation_number_no_act(cited, number, other, present)))
            }
            Some(Owner::Act(other)) if cited.title.is_some() => {
                (NumberVerdict::OtherAct, Some(citation_number_of_another_act(cited, number, &other.title, present)))
            }
            // A decision may have amended acts that the register does not list with it, but none that was published later.
            Some(Owner::Decision(order)) if law.is_some_and(|law| order.date.is_some() && order.date < law.published) => {
                let decision = format!("{}（{}）", DECISION, order.date.as_deref().unwrap_or(""));
                (NumberVerdict::OtherAct, Some(citation_number_of_another_act(cited, number, &decision, present)))
            }
            _ => (NumberVerdict::Unchecked, None),
        }
    }

    /// The order under which `law` is to be cited on the day.
    fn present<'l>(&self, law: &'l Law) -> Option<&'l Order> {
        let reissue = law.reissue().filter(|_| law.effective.as_deref().is_some_and(|effective| self.date >= effective));
        reissue.or_else(|| law.issue())
    }

    fn force(&self, law: &Law) -> ForceVerdict {
        let is_before = |date: &Option<Text>| date.as_deref().is_some_and(|date| self.date < date);
        match law.status {
            Status::Unknown | Status::Appointment => ForceVerdict::Unknown,
            Status::Repealed | Status::Superseded => self.force_of_repealed(law),
            // Published after the day: then the entry is about another text, or the day is wrong.
            _ if is_before(&law.published) => ForceVerdict::Unknown,
            _ if is_before(&law.effective) && !law.has_older_text() => ForceVerdict::NotYetInForce,
            _ => ForceVerdict::InForce,
        }
    }

    /// Repealed from the day on which the repealing act came into force; where that is not known, from the day of the register on.
    fn force_of_repealed(&self, law: &Law) -> ForceVerdict {
        let repealing = law.repealed_by.as_deref().and_then(|title| self.tables.laws.by_title(title));
        let repealing = repealing.and_then(|(_, acts)| acts.first().copied());
        // A repealing act that was revised since has the date of its present text: then only the day of its first publication is sure.
        let since = repealing.filter(|act| !act.has_older_text()).and_then(|act| act.effective.as_deref());
        let register = self.tables.laws.as_of().map(Text::as_str);
        match (since, register) {
            (Some(since), _) if self.date >= since => ForceVerdict::Repealed,
            (_, Some(register)) if self.date >= register => ForceVerdict::Repealed,
            (Some(_), _) if law.published.as_deref().is_some_and(|published| self.date >= published) => ForceVerdict::InForce,
            _ => ForceVerdict::Unknown,
        }
    }
}

impl Meant<'_> {
    fn unknown() -> Self {
        Meant { form: TitleVerdict::Unknown, law: None, document: None, near: None }
    }
}

/// What a decision that amends several acts is called.
const DECISION: &str = "修改部分行政法规的决定";

/// Of several numbers the last that issued or revised the act, else the first: a bracket may tell the act's whole history.
fn chosen<'c>(cited: &'c Cited, law: Option<&Law>) -> Option<(&'c Numbered, &'c DocumentNumber)> {
    let is_own = |number: &DocumentNumber| {
        let order = law.and_then(|law| order_of(law, &number.series, number.number));
        order.is_some_and(|order| order.action != Action::AmendedWithOthers)
    };
    let found = cited.numbers.iter().rfind(|(_, number)| is_own(number)).or(cited.numbers.first());
    found.map(|(numbered, number)| (*numbered, number))
}

fn order_of<'l>(law: &'l Law, series: &str, number: Option<u32>) -> Option<&'l Order> {
    law.orders.iter().find(|order| order.series.as_str() == series && Some(order.number) == number)
}

/// The year given with the number of `order`, where it is neither that of the order nor that in which the act came into force. A day behind the
/// number may also belong to another text of the act.
fn wrong_year(law: &Law, order: &Order, numbered: &Numbered, number: &DocumentNumber) -> Option<u32> {
    let right = order.date.as_deref().and_then(year_of)?;
    match number.year {
        Some(given) => (given != right && law.effective.as_deref().and_then(year_of) != Some(given)).then_some(given),
        None => numbered.dated.as_deref().filter(|day| !is_of_a_text(law, day)).and_then(year_of).filter(|given| *given != right),
    }
}

/// Whether `day` is that on which a text of `law` came into force, or in the year of one of its orders.
fn is_of_a_text(law: &Law, day: &str) -> bool {
    let mut dates = law.orders.iter().map(|order| &order.date).chain([&law.published, &law.latest_version]).flatten();
    law.effective.as_deref() == Some(day) || dates.any(|date| year_of(date) == year_of(day))
}

fn year_of(date: &str) -> Option<u32> {
    date.get(..4).and_then(|year| year.parse().ok())
}

/// Whether `title` is that of a decision about the act `law`: 国务院关于修改《某条例》的决定.
fn is_decision_on(title: &str, law: &Law) -> bool {
    let title = fold(title);
    title.ends_with("决定") && title.contains(fold(&law.title).trim_start_matches("中华人民共和国"))
}

/// `title` without marks inside.
fn without_marks(title: &str) -> String {
    title.chars().filter(|c| !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>' | '＜' | '＞')).collect()
}

fn title_verdict(form: TitleForm) -> TitleVerdict {
    match form {
        TitleForm::Full => TitleVerdict::Exact,
        TitleForm::Short => TitleVerdict::Short,
        TitleForm::Longer | TitleForm::Alike => TitleVerdict::Near,
    }
}

/// Whether at most a third of the characters differ: enough where the number points to the act as well.
fn is_like(title: &str, known: &str) -> bool {
    let bare = |title: &str| fold(title).trim_start_matches("中华人民共和国").to_owned();
    let (title, known) = (bare(title), bare(known));
    3 * strsim::levenshtein(&title, &known) <= known.chars().count()
}

/// Whether `title` is the known title with words left out, its kind kept: 《条例》 or 《公开条例》 with the number of 政府信息公开条例.
fn is_abridged(title: &str, known: &str) -> bool {
    let (title, known) = (fold(title), fold(known));
    let mut rest = known.chars();
    !title.is_empty() && title.chars().all(|c| rest.any(|other| other == c)) && known.ends_with(title.chars().next_back().unwrap_or(' '))
}

fn citation(code: &str, cited: &Cited) -> Finding {
    let title = cited.title.as_deref().unwrap_or("—");
    Finding::new(code).with("title", title).actual(cited.raw.clone()).shown(&cited.raw, &cited.at)
}

fn expecting(finding: Finding, order: Option<&Order>) -> Finding {
    match order {
        Some(order) => finding.expected(order.cited()),
        None => finding,
    }
}

/// How the register cites the present text of the act, for a sentence.
fn present(order: Option<&Order>) -> Text {
    order.map_or_else(|| "—".into(), |order| order.cited().into())
}

fn citation_title_near(cited: &Cited, near: &Text) -> Finding {
    citation("citation-title-near", cited).with("near", near).expected(near.clone())
}

fn citation_number_malformed(cited: &Cited, numbered: &Numbered, number: &DocumentNumber, order: Option<&Order>) -> Finding {
    let probable = DocumentNumber { number: numbered.probable(), ..number.clone() };
    let reading = printed(&probable);
    let finding = citation("citation-number-malformed", cited).with("number", &number.raw);
    // What is expected is what the number reads as; the number that the register gives the act is the best guess only where it reads as none.
    let finding = finding.with("reading", reading.as_deref().unwrap_or("—")).with("present", present(order));
    match reading {
        Some(reading) => finding.expected(reading),
        None => expecting(finding, order),
    }
}

fn citation_number_of_another_act(cited: &Cited, number: &DocumentNumber, other: &str, order: Option<&Order>) -> Finding {
    expecting(
        citation("citation-number-of-another-act", cited).with("number", &number.raw).with("other", other).with("present", present(order)),
        order,
    )
}

fn citation_number_no_act(cited: &Cited, number: &DocumentNumber, other: &Law, order: Option<&Order>) -> Finding {
    let finding = citation("citation-number-no-act", cited).with("number", &number.raw).with("other", &other.title);
    expecting(finding.with("present", present(order)), order)
}

fn citation_number_superseded(cited: &Cited, law: &Law, number: &DocumentNumber, newer: &Order) -> Finding {
    let since = law.effective.as_deref().unwrap_or("—");
    let finding = citation("citation-number-superseded", cited).with("number", &number.raw).with("newer", newer.cited());
    finding.with("since", since).expected(newer.cited())
}

fn citation_year_differs(cited: &Cited, number: &DocumentNumber, order: &Order, year: u32) -> Finding {
    let date = order.date.as_deref().unwrap_or("—");
    citation("citation-year-differs", cited).with("number", &number.raw).with("year", year).with("date", date).expected(order.cited())
}

fn citation_number_amending(cited: &Cited, law: &Law, order: &Order, number: &DocumentNumber, present: Option<&Order>) -> Finding {
    let touched = order.acts_touched.unwrap_or(0);
    let finding = citation("citation-number-amending", cited).with("number", &number.raw).with("law", &law.title);
    expecting(finding.with("touched", touched), present)
}

fn citation_act_repealed(cited: &Cited, law: &Law) -> Finding {
    // Where no act is named that repealed it, the collection that says so.
    let collection = || format!("{} {}", law.source, law.as_of.as_deref().unwrap_or_default());
    let by = law.repealed_by.as_ref().map_or_else(collection, ToString::to_string);
    citation("citation-act-repealed", cited).with("law", &law.title).with("by", by.trim_end())
}
