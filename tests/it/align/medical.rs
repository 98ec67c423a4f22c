//! Names of medical-insurance services as other places print them against the national list (`medical.tsv`): bare, and below the list's heading.

use super::truth::{Asserted, Measured, Truth, judge, truth};
use super::{aligned, document};
use mulu::tables::Tables;
use std::collections::BTreeSet;

/// Each name twice where it has a heading and is a service: bare and below its heading.
fn rows() -> Vec<Truth> {
    let below = truth("medical.tsv");
    let bare = truth("medical.tsv").into_iter().filter(|row| !row.services.is_empty() && row.of != "-");
    below.into_iter().chain(bare.map(|row| Truth { of: "-".to_owned(), ..row })).collect()
}

pub(crate) fn measure(tables: &Tables) -> Measured {
    let rows = rows();
    let keys: BTreeSet<(&str, &str)> = rows.iter().map(|row| (row.of.as_str(), row.name.as_str())).collect();
    let names: Vec<(&str, &str)> = keys.into_iter().map(|(heading, name)| (if heading == "-" { "" } else { heading }, name)).collect();
    let mut document = document("names", Some("medical-insurance"), &names);
    for (item, (heading, name)) in document.items.iter_mut().zip(&names) {
        // Directories have such elements of 公开内容 for services; the words of headings and names tell the rest.
        item.nature = tables.natures.nature(name, &[heading], std::iter::once("办理材料"));
    }
    let dataset = aligned(vec![document], tables);
    let mut asserted = Asserted::new();
    for alignment in dataset.alignments.iter().filter(|alignment| alignment.asserted) {
        let (heading, name) = names[alignment.item.item as usize];
        let key = (if heading.is_empty() { "-" } else { heading }.to_owned(), name.to_owned());
        let concept = &dataset.concepts[alignment.concept.unwrap() as usize];
        let code = concept.id.rsplit('/').next().unwrap().to_owned();
        asserted.entry(key).or_default().insert((alignment.relation.unwrap().key().to_owned(), code));
    }
    judge(&rows, &asserted)
}

#[test]
fn names_of_other_places_stand_to_the_list_as_a_person_says() {
    let measured = measure(&Tables::embedded().unwrap());
    println!("{}", measured.mistakes.join("\n"));
    let Measured { right, asserted, right_of_all, all, found, wanted, .. } = measured;
    println!("exact and close: {right} of {asserted}; all asserted: {right_of_all} of {all}; found: {found} of {wanted}");
    assert_eq!(right, asserted);
    assert!(right_of_all * 100 >= all * 98);
    assert!(found * 100 >= wanted * 95);
}
