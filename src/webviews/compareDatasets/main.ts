import '../theme.css';
import '../headings.css';
import './compareDatasets.css';
import { reduce } from '../../workbench/compareDatasets/compareDatasets.protocol';
import type { CompareDatasetsProtocol } from '../../workbench/compareDatasets/compareDatasetsMessages.protocol';
import { openPage } from '../kit/openPage';
import { compareDatasetsView } from './view';

openPage<CompareDatasetsProtocol, object>({
  own: {},
  reduce,
  view: compareDatasetsView,
  keep: ({ state: { sides, keyPath } }, scroll) => ({ sides, keyPath, scroll }),
});
