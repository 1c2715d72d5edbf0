//! Tables.

use client_core::import::source::{Cell, Shape};

use super::{Holder, Reader, Within};
use crate::akn::tree::Node;

impl<'a> Reader<'a> {
    pub(super) fn table(&mut self, node: &'a Node, within: Within) {
        self.tables += 1;
        let table = self.tables;
        let mut row_at = 0;
        for row in self.children(node) {
            if row.name != "tr" {
                self.block(row, within);
                continue;
            }
            let mut column = 0;
            for cell_node in self.children(row) {
                let at = Cell { table, row: row_at, column, head: cell_node.name == "th" };
                let inner = Within { shape: Some(Holder::Cell(at)), ..Within::default() };
                let before = self.source.paragraphs.len();
                self.inside(cell_node, inner);
                if self.source.paragraphs.len() == before {
                    self.holder(cell_node, inner, Shape::Body);
                }
                let covers = cell_node.get("colspan").and_then(|span| span.parse().ok()).unwrap_or(1_u32);
                column = column.saturating_add(covers.clamp(1, 64));
            }
            row_at += 1;
        }
    }
}
