import '../theme.css';
import './evaluation.css';
import { defaultView, reduce, type View } from '../../workbench/evaluation/page/evaluation.protocol';
import type { EvaluationProtocol } from '../../workbench/evaluation/page/evaluationMessages.protocol';
import { openPage } from '../kit/openPage';
import { visibleRows } from './rows';
import { evaluationView } from './view';

const { drawSoon } = openPage<EvaluationProtocol, View>({
  own: defaultView,
  reduce,
  view: ({ state, strings, own: view }, page) =>
    evaluationView({ state, strings, view, rows: visibleRows(state, view) }, page),
  take: (_, kept) => kept ?? {},
  keep: ({ own }) => own,
});
window.addEventListener('resize', drawSoon);
