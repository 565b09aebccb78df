import type { Told } from '../plumbing/told.ts';
import { escaped } from '../plumbing/xmlTree.ts';

const namespace = 'http://www.wbf.org/xml/B2MML-V0401';
const states = { start: 'Started', progress: 'Running', final: 'Completed' };
const uses = { issue: 'Consumed', receipt: 'Produced', scrap: 'Scrapped' };
const reasons = { material: 'Material', machine: 'Machine', operator: 'Operator' };

export function messageId(told: Told): string {
  const prefix = { confirmation: 'SC', movement: 'SM', hold: 'SH' }[told.kind];
  return `${prefix}-${String(told.n).padStart(8, '0')}`;
}

/** An event as B2MML ProductionPerformance. */
export function performanceOf(told: Told): string {
  const id = messageId(told);
  const when = told.dirt === 'date-zero' ? '0000-00-00T00:00:00.000Z' : new Date(told.at).toISOString();
  const segment = told.kind === 'movement' ? materialSegment(told, id, when) : progressSegment(told, when);
  const sender = `<Sender><LogicalID>MES-STR</LogicalID></Sender><CreationDateTime>${new Date(told.entered).toISOString()}</CreationDateTime><BODID>${id}</BODID>`;
  const response = `<ProductionResponse><ProductionRequestID>${escaped(told.order)}</ProductionRequestID><SegmentResponse>${segment}</SegmentResponse></ProductionResponse>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<SyncProductionPerformance xmlns="${namespace}" releaseID="4.01"><ApplicationArea>${sender}</ApplicationArea><DataArea><Sync/><ProductionPerformance><ID>${id}</ID>${response}</ProductionPerformance></DataArea></SyncProductionPerformance>`;
}

function progressSegment(told: Told, when: string): string {
  const data = [
    quantityData('Yield', told.quantity, told.unit),
    quantityData('Scrap', told.scrap, told.unit),
  ];
  if (told.reason)
    data.push(
      `<ProductionData><ID>ScrapReason</ID>${value(reasons[told.reason], 'Text', '')}</ProductionData>`,
    );
  const end = told.phase === 'start' ? '' : `<ActualEndTime>${when}</ActualEndTime>`;
  return `<ID>${told.operation}</ID><ProcessSegmentID>${told.operation}</ProcessSegmentID><ActualStartTime>${when}</ActualStartTime>${end}<SegmentState>${states[told.phase]}</SegmentState>${data.join('')}`;
}

function quantityData(name: string, quantity: string, unit: string): string {
  return `<ProductionData><ID>${name}</ID>${value(quantity === 'NaN' ? '1e999' : quantity, 'decimal', unit)}</ProductionData>`;
}

function value(text: string, type: string, unit: string): string {
  return `<Value><ValueString>${escaped(text)}</ValueString><DataType>${type}</DataType><UnitOfMeasure>${escaped(unit)}</UnitOfMeasure></Value>`;
}

function materialSegment(told: Told, id: string, when: string): string {
  const place = told.place === 'finished' ? '0001' : '0002';
  const quantity = told.quantity === 'NaN' ? '1e999' : told.quantity;
  return `<ID>${told.line || '0010'}</ID><ActualStartTime>${when}</ActualStartTime><ActualEndTime>${when}</ActualEndTime><MaterialActual><ID>${id}</ID><MaterialDefinitionID>${escaped(told.item)}</MaterialDefinitionID><MaterialLotID/><MaterialUse>${uses[told.type]}</MaterialUse><Location><EquipmentID>${place}</EquipmentID></Location><Quantity><QuantityString>${escaped(quantity)}</QuantityString><DataType>decimal</DataType><UnitOfMeasure>${escaped(told.unit)}</UnitOfMeasure></Quantity></MaterialActual>`;
}
